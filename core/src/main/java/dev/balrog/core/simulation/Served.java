// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Response to a request in short.
 *
 * @param outcome {@code update}, or the reason for none: that of the decision in lower case, the
 *     fault, or {@code no_file} for a response without a file that the client may download
 * @param release name of the release that is offered, missing or at fault; null for none
 * @param version version that is offered; null for none, and for formats without versions
 */
public record Served(
        String outcome, @Nullable String release, @Nullable String version) {
    static final String UPDATE = "update";
    static final String NO_FILE = "no_file";

    /** Returns whether an update is offered. */
    public boolean isUpdate() {
        return outcome.equals(UPDATE);
    }
}
