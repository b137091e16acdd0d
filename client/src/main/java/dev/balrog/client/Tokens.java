// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.Optional;

/** Where access tokens come from. Implementations are safe from any thread. */
public interface Tokens {

    /**
     * The token to send with the next request; empty to send none.
     *
     * @throws ClientException when there is none to be had
     */
    Optional<String> token();

    /**
     * Takes note that the server did not accept a token.
     *
     * @return whether {@link #token()} may give a better one now
     */
    boolean rejected(String token);

    /** No tokens: enough for reading most things. */
    static Tokens none() {
        return new FixedToken("");
    }

    /** Always this token. */
    static Tokens fixed(String token) {
        return new FixedToken(token);
    }
}
