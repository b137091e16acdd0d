// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

/**
 * Treatment of signoffs that have no recorded outcome digest: those given before the upgrade that
 * introduced digests, or written by Mozilla's Balrog on a shared database.
 */
public enum UnboundSignoffs {
    /**
     * Binds the signoff to the outcome that is current when the admin app first reads it. The
     * default.
     */
    ACCEPT,
    /** Ignores the signoff. */
    REJECT
}
