// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Strictness of the checks on the content of a release before it is stored. */
public enum ContentChecks {
    /**
     * Rejects every release that a client would reject or that is an obvious mistake. The default.
     */
    STRICT,
    /**
     * Rejects releases that Mozilla's Balrog rejects, and those with unsafe responses. For
     * databases with old releases and for automation that has yet to be fixed.
     */
    COMPATIBLE
}
