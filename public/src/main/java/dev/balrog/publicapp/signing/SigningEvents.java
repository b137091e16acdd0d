// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import java.util.List;

/** Counts the outcomes of requests for signatures. Called on any thread. */
@FunctionalInterface
public interface SigningEvents {
    /** There was no answer, an error, or no JSON. */
    String NO_ANSWER = "requests_error";

    /** There was JSON, but no signature in it. */
    String NO_SIGNATURE = "unknown_error";

    /** The server's own key can't be used, for instance because its certificate has expired. */
    String LOCAL_KEY = "local_key_error";

    /** Too many responses were waiting for signatures. */
    String OVERLOADED = "overloaded";

    /** The events that are failures. */
    List<String> ERRORS = List.of(NO_ANSWER, NO_SIGNATURE, LOCAL_KEY, OVERLOADED);

    /**
     * Counts an event.
     *
     * @param event {@code code.} and the status of an answer, or one of {@link #ERRORS}
     */
    void count(String event);
}
