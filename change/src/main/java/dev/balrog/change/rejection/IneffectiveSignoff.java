// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.rejection;

/** Recorded signoff that does not count. */
public record IneffectiveSignoff(String username, String role, Reason reason) {

    /** Reasons why a recorded signoff does not count, in the order in which they are checked. */
    public enum Reason {
        /** Signer that is a service account. */
        SERVICE_ACCOUNT("service_account"),
        /** Signer without any permission. */
        UNKNOWN_USER("unknown_user"),
        /** Signer who no longer has the role. */
        ROLE_REVOKED("role_revoked"),
        /** Signoff without an outcome digest, if such signoffs are rejected. */
        UNBOUND("unbound"),
        /** Signoff for an outcome that is no longer the current one. */
        STALE("stale");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        /** Returns the name in the API. */
        public String id() {
            return id;
        }
    }

    @Override
    public String toString() {
        return username + " as " + role + ": " + reason.id;
    }
}
