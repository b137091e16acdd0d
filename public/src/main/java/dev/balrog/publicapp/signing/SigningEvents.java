// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import java.util.List;

/** Counts the outcomes of signature requests. Called on any thread. */
@FunctionalInterface
public interface SigningEvents {
    /** Event of no response, an error status, or a response that is not JSON. */
    String NO_ANSWER = "requests_error";

    /** Event of a JSON response without a signature. */
    String NO_SIGNATURE = "unknown_error";

    /**
     * Event of an unusable key of the server's own, for example because its certificate has
     * expired.
     */
    String LOCAL_KEY = "local_key_error";

    /** Event of too many responses waiting for signatures. */
    String OVERLOADED = "overloaded";

    /** Events that are failures. */
    List<String> ERRORS = List.of(NO_ANSWER, NO_SIGNATURE, LOCAL_KEY, OVERLOADED);

    /**
     * Counts an event.
     *
     * @param event {@code code.} and the status of a response, or one of {@link #ERRORS}
     */
    void count(String event);
}
