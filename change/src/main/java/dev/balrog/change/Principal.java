// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

/**
 * Authenticated principal: the user or service account that sends a request. Permissions are
 * granted to its name.
 */
public sealed interface Principal {
    /** Returns the name that permissions are granted to. */
    String name();

    /** User, who can sign off. */
    record Person(String name) implements Principal {}

    /**
     * Service account: a client that authenticated with its own credentials (<a
     * href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, 4.4</a>). It never signs
     * off, whatever its name.
     */
    record ServiceAccount(String name) implements Principal {}
}
