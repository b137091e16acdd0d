// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.auth;

import java.util.Optional;

/** Source of access tokens. Implementations are thread-safe. */
public interface Tokens {

    /**
     * Returns the token for the next request; empty to send none.
     *
     * @throws dev.balrog.client.error.ClientException if no token is available
     */
    Optional<String> token();

    /**
     * Records that the server did not accept a token.
     *
     * @return whether {@link #token()} may return a valid one now
     */
    boolean rejected(String token);

    /** Returns a source without tokens, which suffices for most reads. */
    static Tokens none() {
        return new FixedToken("");
    }

    /** Returns a source of this constant token. */
    static Tokens fixed(String token) {
        return new FixedToken(token);
    }
}
