// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.auth;

import java.util.Optional;

/** Constant token, or none. Not a record, to keep the token out of {@code toString()}. */
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
