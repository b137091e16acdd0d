// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** How a request is answered. */
sealed interface Reply {
    /** The answer is there. */
    record Now(PublicAnswer answer) implements Reply {}

    /** The answer comes later, from another thread. */
    record Later(CompletionStage<PublicAnswer> answer) implements Reply {}

    /** The answer comes later, and is shared with equal requests. */
    record Shared(CompletionStage<ApiBulkhead.SharedAnswer> answer, ApiBulkhead bulkhead) implements Reply {}

    /** Somebody else sends the answer. */
    record By(Consumer<HttpServerRequest> handler) implements Reply {}
}
