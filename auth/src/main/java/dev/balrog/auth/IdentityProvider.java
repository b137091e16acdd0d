// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import dev.balrog.core.change.UserName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Identity provider whose access tokens are accepted.
 *
 * @param issuer identifier of the provider, exactly as in the claim {@code iss} of its tokens
 * @param audience required audience of tokens
 * @param keys URL or file of the provider's public keys; empty to use OIDC discovery
 * @param machines names of service accounts, by the client ids in their tokens
 * @param systemAccounts further names of service accounts, which no user can log in as
 * @param acceptUnverifiedEmails whether users may log in with an unverified e-mail address
 */
public record IdentityProvider(
        String issuer,
        String audience,
        Optional<String> keys,
        Map<String, String> machines,
        Set<String> systemAccounts,
        boolean acceptUnverifiedEmails) {
    public IdentityProvider {
        machines = Map.copyOf(machines);
        systemAccounts = Set.copyOf(systemAccounts);
        machines.forEach((client, name) -> {
            if (name.isBlank() || name.contains("@")) {
                throw new IllegalArgumentException("the client " + client + " is mapped to '" + name
                        + "': a service account needs a name without @, because names with @ belong to people");
            }
        });
    }

    /**
     * Creates a provider without further service accounts, whose unverified e-mail addresses are
     * rejected.
     */
    public IdentityProvider(String issuer, String audience, Optional<String> keys, Map<String, String> machines) {
        this(issuer, audience, keys, machines, Set.of(), false);
    }

    /**
     * Returns whether a folded name is that of a service account or client, which no user can have.
     */
    boolean isReserved(String folded) {
        return Stream.of(machines.keySet(), machines.values(), systemAccounts)
                .flatMap(names -> names.stream())
                .anyMatch(name -> UserName.sameFolded(name, folded));
    }

    /** Returns the URL of a path at the provider. */
    String address(String path) {
        return issuer.endsWith("/") ? issuer + path : issuer + "/" + path;
    }
}
