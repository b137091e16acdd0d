// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

/** A recorded signoff that does not count. */
public record IneffectiveSignoff(String username, String role, Reason reason) {

    /** Reasons why a recorded signoff does not count, in the order in which they are looked for. */
    public enum Reason {
        /** The signer is a service account. */
        SERVICE_ACCOUNT("service_account"),
        /** The signer has no permission any more. */
        UNKNOWN_USER("unknown_user"),
        /** The signer does not hold the role any more. */
        ROLE_REVOKED("role_revoked"),
        /** The signoff was not given for an outcome digest, and such signoffs are rejected. */
        UNBOUND("unbound"),
        /** The signoff is bound to another outcome than the current one. */
        STALE("stale");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        /** Returns the spelling in the API. */
        public String id() {
            return id;
        }
    }

    @Override
    public String toString() {
        return username + " as " + role + ": " + reason.id;
    }
}
