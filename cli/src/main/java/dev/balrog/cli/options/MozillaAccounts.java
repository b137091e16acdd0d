// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Mozilla's service accounts, which are the default. */
final class MozillaAccounts {
    private static final String MACHINES = "machines.json";
    private static final List<String> SYSTEM_ACCOUNTS =
            List.of("balrogagent", "balrog-ffxbld", "balrog-tbirdbld", "balrog-xpibld", "seabld");
    private static final List<String> STAGING_ACCOUNTS =
            List.of("balrog-stage-ffxbld", "balrog-stage-tbirdbld", "balrog-stage-xpibld");

    private MozillaAccounts() {}

    /** Returns the names of the service accounts. */
    static Set<String> systemAccounts(boolean staging) {
        Set<String> accounts = new TreeSet<>(SYSTEM_ACCOUNTS);
        if (staging) {
            accounts.addAll(STAGING_ACCOUNTS);
        }
        return accounts;
    }

    /** Returns the names of the service accounts by client id. */
    static Map<String, String> machines() {
        try (InputStream file = Objects.requireNonNull(MozillaAccounts.class.getResourceAsStream(MACHINES), MACHINES)) {
            return machines(new JsonMapper().readTree(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Parses names of service accounts by client id.
     *
     * @throws IllegalArgumentException if it is not an object of strings
     */
    static Map<String, String> machines(JsonNode names) {
        Map<String, String> machines = new HashMap<>();
        if (!names.isObject()) {
            throw new IllegalArgumentException("expected an object of client IDs and user names");
        }
        names.properties().forEach(name -> {
            if (!name.getValue().isString()) {
                throw new IllegalArgumentException("the user name of '" + name.getKey() + "' must be a string");
            }
            machines.put(name.getKey(), name.getValue().asString());
        });
        return machines;
    }
}
