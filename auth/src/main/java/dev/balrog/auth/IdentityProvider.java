// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import dev.balrog.core.change.UserName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whose tokens are believed.
 *
 * @param issuer the identity provider, exactly as its tokens spell it
 * @param audience whom tokens have to be for
 * @param keys where the provider's public keys are: an address or a file; empty to ask the provider
 * @param machines names that machines have here, by the client ids in their tokens
 * @param systemAccounts further names of service accounts, which no person can log in as
 * @param acceptUnverifiedEmails whether people may log in with an e-mail address that is not verified
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
                        + "': a service account needs a name without @, as names with @ are those of people");
            }
        });
    }

    /** Creates a provider without further service accounts, whose unverified addresses are not accepted. */
    public IdentityProvider(String issuer, String audience, Optional<String> keys, Map<String, String> machines) {
        this(issuer, audience, keys, machines, Set.of(), false);
    }

    /** Returns whether a folded name is that of a service account or client, which no person can have. */
    boolean isReserved(String folded) {
        return Stream.of(machines.keySet(), machines.values(), systemAccounts)
                .flatMap(names -> names.stream())
                .anyMatch(name -> UserName.sameFolded(name, folded));
    }

    /** An address at the provider. */
    String address(String path) {
        return issuer.endsWith("/") ? issuer + path : issuer + "/" + path;
    }
}
