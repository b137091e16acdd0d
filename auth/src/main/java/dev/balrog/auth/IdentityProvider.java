// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import java.util.Map;
import java.util.Optional;

/**
 * Whose tokens are believed.
 *
 * @param issuer the identity provider, exactly as its tokens spell it
 * @param audience whom tokens have to be for
 * @param keys where the provider's public keys are: an address or a file; empty to ask the provider
 * @param machines names that machines have here, by the client ids in their tokens
 */
public record IdentityProvider(String issuer, String audience, Optional<String> keys, Map<String, String> machines) {
    public IdentityProvider {
        machines = Map.copyOf(machines);
    }

    /** An address at the provider. */
    String address(String path) {
        return issuer.endsWith("/") ? issuer + path : issuer + "/" + path;
    }
}
