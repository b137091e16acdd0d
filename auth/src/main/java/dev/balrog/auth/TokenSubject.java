// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

/** Subject of an access token, by the name that permissions are granted to. */
public sealed interface TokenSubject {
    /** Returns the name that permissions are granted to. */
    String name();

    /** User who logged in. */
    record Person(String name) implements TokenSubject {}

    /** Client that authenticated with its own credentials: a service account. */
    record Client(String name) implements TokenSubject {}
}
