// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.Optional;

/** One token, or none. Not a record, so that the token is not part of its text. */
final class FixedToken implements Tokens {
    private final String token;

    FixedToken(String token) {
        this.token = token.strip();
    }

    @Override
    public Optional<String> token() {
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    @Override
    public boolean rejected(String rejected) {
        return false;
    }

    @Override
    public String toString() {
        return token.isEmpty() ? "no token" : "a fixed token";
    }
}
