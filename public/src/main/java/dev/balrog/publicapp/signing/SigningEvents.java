// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

/** Counts what happens between this server and Autograph. Called on any thread. */
@FunctionalInterface
public interface SigningEvents {
    /**
     * Counts an event.
     *
     * @param event {@code code.} and the status of an answer; {@code requests_error} where there was no answer, an
     *     error or no JSON; {@code unknown_error} where there was JSON, but no signature in it
     */
    void count(String event);
}
