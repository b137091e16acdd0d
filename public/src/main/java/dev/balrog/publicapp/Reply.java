// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Reply to a request: a response, or the source of one. */
sealed interface Reply {
    /** Response that is available. */
    record Now(PublicAnswer answer) implements Reply {}

    /** Response that another thread completes later. */
    record Later(CompletionStage<PublicAnswer> answer) implements Reply {}

    /** Response that is completed later and shared by equal requests. */
    record Shared(CompletionStage<ApiBulkhead.SharedAnswer> answer, ApiBulkhead bulkhead) implements Reply {}

    /** Handler that sends the response itself. */
    record By(Consumer<HttpServerRequest> handler) implements Reply {}
}
