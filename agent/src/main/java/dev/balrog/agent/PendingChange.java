// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.ScheduledChange;
import dev.balrog.client.UptakeCondition;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something scheduled that has not been made yet.
 *
 * @param kind what it changes, such as {@code rules}
 * @param id its number, or the release's name
 * @param parts the scheduled changes as they were read, which are enacted together; one, but for releases
 * @param when when it is to be made; null if that depends on something else
 * @param uptake what it depends on in place of the time; null for nothing
 * @param signed whether it has the signoffs that it needs
 */
record PendingChange(
        String kind,
        String id,
        List<ScheduledChange> parts,
        @Nullable Instant when,
        @Nullable UptakeCondition uptake,
        boolean signed) {

    PendingChange {
        parts = List.copyOf(parts);
    }

    /** Identifies what was read: it is another one when somebody edits a part, or a release that a part maps to. */
    String version() {
        return parts.stream()
                .map(part -> part.partKey() + "." + part.dataVersion() + "." + part.digest())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** What it is called in the log. */
    String name() {
        return kind + "/" + id;
    }
}
