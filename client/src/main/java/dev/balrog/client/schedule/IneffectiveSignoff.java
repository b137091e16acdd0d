// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.schedule;

import dev.balrog.client.transport.Fields;
import java.util.Arrays;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Signoff that does not currently count.
 *
 * @param username the signer
 * @param role the role in which they signed off
 * @param reason the reason why it does not count
 */
public record IneffectiveSignoff(String username, String role, Reason reason) {

    /** Reason why a signoff does not count. */
    public enum Reason {
        STALE("Stale: the change or a release that it maps to was edited after this signoff"),
        ROLE_REVOKED("Role revoked"),
        UNKNOWN_USER("Unknown user"),
        SERVICE_ACCOUNT("Service account"),
        UNBOUND("Unbound: given without a digest, which this server does not accept"),
        /** Reason that this version of the client does not know. */
        OTHER("Does not count");

        private final String description;

        Reason(String description) {
            this.description = description;
        }

        /** Returns the name in the API. */
        public String apiName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns a human-readable description of the reason. */
        public String description() {
            return description;
        }

        static Reason of(String apiName) {
            return Arrays.stream(values())
                    .filter(reason -> reason.apiName().equals(apiName))
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    static IneffectiveSignoff of(JsonNode node) {
        return new IneffectiveSignoff(
                Fields.text(node, "username"), Fields.text(node, "role"), Reason.of(Fields.text(node, "reason")));
    }
}
