// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of one row that somebody wants to make, now or later.
 *
 * @param before the row as it is; null when it is to be inserted
 * @param after the row as it shall be; null when it is to be deleted
 * @param who name of the user who wants it, and in whose name it will be made
 */
record Proposal(
        Entity entity, @Nullable Row before, @Nullable Row after, String who) {

    ChangeType type() {
        if (before == null) {
            return ChangeType.INSERT;
        }
        return after == null ? ChangeType.DELETE : ChangeType.UPDATE;
    }

    /** The row as it is, of an update or a deletion. */
    Row requireBefore() {
        return Objects.requireNonNull(before);
    }

    /** The row as it shall be, of an insertion or an update. */
    Row requireAfter() {
        return Objects.requireNonNull(after);
    }

    /** Some row to read the key from. */
    Row row() {
        return after == null ? requireBefore() : after;
    }

    /** Whether the change is one of an existing row that gives the column another value. */
    boolean changes(String column) {
        return before != null && after != null && !Objects.equals(before.get(column), after.get(column));
    }
}
