// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import java.util.List;

/** Counts what happens between this server and Autograph. Called on any thread. */
@FunctionalInterface
public interface SigningEvents {
    /** There was no answer, an error, or no JSON. */
    String NO_ANSWER = "requests_error";

    /** There was JSON, but no signature in it. */
    String NO_SIGNATURE = "unknown_error";

    /** The events that are failures. */
    List<String> ERRORS = List.of(NO_ANSWER, NO_SIGNATURE);

    /**
     * Counts an event.
     *
     * @param event {@code code.} and the status of an answer, or one of {@link #ERRORS}
     */
    void count(String event);
}
