// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import java.util.Objects;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Proposed change of one row, direct or scheduled.
 *
 * @param before the current row; null for an insertion
 * @param after the new row; null for a deletion
 * @param who name of the author of the change
 */
public record Proposal(
        Entity entity, @Nullable Row before, @Nullable Row after, String who) {

    public ChangeType type() {
        if (before == null) {
            return ChangeType.INSERT;
        }
        return after == null ? ChangeType.DELETE : ChangeType.UPDATE;
    }

    /** Returns the current row of an update or a deletion. */
    public Row requireBefore() {
        return Objects.requireNonNull(before);
    }

    /** Returns the new row of an insertion or an update. */
    public Row requireAfter() {
        return Objects.requireNonNull(after);
    }

    /** Returns either row, to read the key from. */
    public Row row() {
        return after == null ? requireBefore() : after;
    }

    /** Returns whether the change updates the value of the column. */
    public boolean changes(Field<?> column) {
        return before != null && after != null && !Objects.equals(before.get(column), after.get(column));
    }
}
