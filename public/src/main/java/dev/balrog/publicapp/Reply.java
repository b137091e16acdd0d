// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import java.util.concurrent.CompletionStage;

/** An answer that is there already, or one that somebody else has to contribute to. */
sealed interface Reply {
    /** The answer is there. */
    record Now(PublicAnswer answer) implements Reply {}

    /** The answer comes later, from another thread. */
    record Later(CompletionStage<PublicAnswer> answer) implements Reply {}
}
