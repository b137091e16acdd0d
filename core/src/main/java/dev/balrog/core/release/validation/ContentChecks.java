// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Strictness of the checks on the content of a release before it is stored. */
public enum ContentChecks {
    /** Rejects every release that a client would reject or that an operator can not have meant. The default. */
    STRICT,
    /**
     * Rejects what Mozilla's Balrog rejects, and what would make a response unsafe. For databases with old releases and
     * for automation that has yet to be repaired.
     */
    COMPATIBLE
}
