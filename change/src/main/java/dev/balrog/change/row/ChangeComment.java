// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;

import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Comment on a scheduled change. Its text never changes. A comment that requests changes can be
 * resolved once.
 *
 * @param entity entity of the scheduled change
 * @param changeId id of the scheduled change, unique per entity
 * @param number number of the comment on this scheduled change, from 1
 * @param changeVersion data version of the scheduled change that the author has seen
 * @param author name of the user
 * @param created milliseconds since 1970
 * @param requestsChanges whether the author requests changes before the scheduled change is enacted
 * @param resolution end of the request for changes; null while there is none
 * @param dataVersion data version of the comment
 */
public record ChangeComment(
        Entity entity,
        int changeId,
        int number,
        int changeVersion,
        String author,
        long created,
        String message,
        boolean requestsChanges,
        @Nullable Resolution resolution,
        int dataVersion) {
    /** Columns that identify a comment. */
    public static final List<Field<?>> KEY =
            List.of(BALROG_CHANGE_COMMENTS.ENTITY, BALROG_CHANGE_COMMENTS.SC_ID, BALROG_CHANGE_COMMENTS.COMMENT_NUMBER);

    /**
     * Withdrawal of a request for changes by its author, or dismissal by another user.
     *
     * @param by name of the user
     * @param millis milliseconds since 1970
     */
    public record Resolution(String by, long millis) {
        /** Returns the columns of a resolution. */
        public Row row() {
            return Row.of(BALROG_CHANGE_COMMENTS.RESOLVED_BY, by).with(BALROG_CHANGE_COMMENTS.RESOLVED, millis);
        }
    }

    /** Returns the comment that a row of the table contains. */
    public static ChangeComment of(Row row) {
        String resolvedBy = row.get(BALROG_CHANGE_COMMENTS.RESOLVED_BY);
        return new ChangeComment(
                Entity.byName(row.require(BALROG_CHANGE_COMMENTS.ENTITY)).orElseThrow(),
                row.require(BALROG_CHANGE_COMMENTS.SC_ID),
                row.require(BALROG_CHANGE_COMMENTS.COMMENT_NUMBER),
                row.require(BALROG_CHANGE_COMMENTS.SC_DATA_VERSION),
                row.require(BALROG_CHANGE_COMMENTS.USERNAME),
                row.require(BALROG_CHANGE_COMMENTS.CREATED),
                row.require(BALROG_CHANGE_COMMENTS.MESSAGE),
                requestsChanges(row),
                resolvedBy == null ? null : new Resolution(resolvedBy, row.require(BALROG_CHANGE_COMMENTS.RESOLVED)),
                row.dataVersion());
    }

    /** Returns the row of the table, without data version. */
    public Row row() {
        Row open = ofChange(entity, changeId)
                .with(BALROG_CHANGE_COMMENTS.COMMENT_NUMBER, number)
                .with(BALROG_CHANGE_COMMENTS.SC_DATA_VERSION, changeVersion)
                .with(BALROG_CHANGE_COMMENTS.USERNAME, author)
                .with(BALROG_CHANGE_COMMENTS.CREATED, created)
                .with(BALROG_CHANGE_COMMENTS.MESSAGE, message)
                .with(BALROG_CHANGE_COMMENTS.REQUESTS_CHANGES, requestsChanges)
                .with(BALROG_CHANGE_COMMENTS.RESOLVED_BY, null)
                .with(BALROG_CHANGE_COMMENTS.RESOLVED, null);
        return resolution == null ? open : open.with(resolution.row());
    }

    /** Returns the columns that all comments on a scheduled change have in common. */
    public static Row ofChange(Entity entity, int changeId) {
        return Row.of(BALROG_CHANGE_COMMENTS.ENTITY, entity.tableName()).with(BALROG_CHANGE_COMMENTS.SC_ID, changeId);
    }

    /** Returns whether the comment of this row requests changes. */
    public static boolean requestsChanges(Row row) {
        return row.isTrue(BALROG_CHANGE_COMMENTS.REQUESTS_CHANGES);
    }

    /** Returns whether the comment of this row was resolved by its author. */
    public static boolean isWithdrawn(Row row) {
        return row.require(BALROG_CHANGE_COMMENTS.USERNAME).equals(row.get(BALROG_CHANGE_COMMENTS.RESOLVED_BY));
    }

    /** Returns whether the comment requests changes and is not resolved. */
    public boolean isOpenRequest() {
        return requestsChanges && resolution == null;
    }
}
