// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.UptakeCondition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something scheduled that has not been made yet.
 *
 * @param kind what it changes, such as {@code rules}
 * @param id its number, or the release's name
 * @param version changes when somebody edits it
 * @param when when it is to be made; null if that depends on something else
 * @param uptake what it depends on in place of the time; null for nothing
 * @param signed whether it has the signoffs that it needs
 */
record PendingChange(
        String kind,
        String id,
        String version,
        @Nullable Instant when,
        @Nullable UptakeCondition uptake,
        boolean signed) {

    /** What it is called in the log. */
    String name() {
        return kind + "/" + id;
    }
}
