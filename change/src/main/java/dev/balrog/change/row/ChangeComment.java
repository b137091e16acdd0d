// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
    /** Table of the comments, which is our own. */
    public static final String TABLE = "balrog_change_comments";

    public static final String ENTITY = "entity";
    public static final String CHANGE_ID = "sc_id";
    public static final String NUMBER = "comment_number";

    /** Columns that identify a comment. */
    public static final List<String> KEY = List.of(ENTITY, CHANGE_ID, NUMBER);

    private static final String CHANGE_VERSION = "sc_data_version";
    private static final String AUTHOR = "username";
    private static final String CREATED = "created";
    private static final String MESSAGE = "message";
    private static final String REQUESTS_CHANGES = "requests_changes";
    private static final String RESOLVED_BY = "resolved_by";
    private static final String RESOLVED = "resolved";

    /**
     * Withdrawal of a request for changes by its author, or dismissal by somebody else.
     *
     * @param by name of the user
     * @param millis milliseconds since 1970
     */
    public record Resolution(String by, long millis) {
        /** Returns the columns of a resolution. */
        public Row row() {
            return Row.of(RESOLVED_BY, by).with(RESOLVED, millis);
        }
    }

    /** Returns the comment that a row of the table contains. */
    public static ChangeComment of(Row row) {
        String resolvedBy = row.text(RESOLVED_BY);
        return new ChangeComment(
                entity(row.requireText(ENTITY)),
                row.requireInt(CHANGE_ID),
                row.requireInt(NUMBER),
                row.requireInt(CHANGE_VERSION),
                row.requireText(AUTHOR),
                Objects.requireNonNull(row.number(CREATED)),
                row.requireText(MESSAGE),
                requestsChanges(row),
                resolvedBy == null ? null : new Resolution(resolvedBy, Objects.requireNonNull(row.number(RESOLVED))),
                row.dataVersion());
    }

    /** Returns the row of the table, without data version. */
    public Row row() {
        Row open = ofChange(entity, changeId)
                .with(NUMBER, number)
                .with(CHANGE_VERSION, changeVersion)
                .with(AUTHOR, author)
                .with(CREATED, created)
                .with(MESSAGE, message)
                .with(REQUESTS_CHANGES, requestsChanges)
                .with(RESOLVED_BY, null)
                .with(RESOLVED, null);
        return resolution == null ? open : open.with(resolution.row());
    }

    /** Returns the columns that all comments on a scheduled change have in common. */
    public static Row ofChange(Entity entity, int changeId) {
        return Row.of(ENTITY, entity.table()).with(CHANGE_ID, changeId);
    }

    /** Returns whether the comment of this row requests changes. */
    public static boolean requestsChanges(Row row) {
        return row.isTrue(REQUESTS_CHANGES);
    }

    /** Returns whether the comment of this row was resolved by its author. */
    public static boolean isWithdrawn(Row row) {
        return row.requireText(AUTHOR).equals(row.text(RESOLVED_BY));
    }

    /** Returns whether the comment requests changes, and nobody has resolved that. */
    public boolean isOpenRequest() {
        return requestsChanges && resolution == null;
    }

    /** Returns the entity of a table. */
    private static Entity entity(String table) {
        return Arrays.stream(Entity.values())
                .filter(entity -> entity.table().equals(table))
                .findFirst()
                .orElseThrow();
    }
}
