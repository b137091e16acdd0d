// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import static dev.balrog.store.jooq.Tables.BALROG_HISTORY_QUEUE;

import dev.balrog.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Table of undelivered revisions. */
final class OutboxTable {
    /** Maximum number of names per statement. */
    private static final int BATCH = 200;

    private final Database database;

    OutboxTable(Database database) {
        this.database = database;
    }

    /** Row of the table. */
    record Entry(int id, String objectName, String content) {}

    /** Inserts revisions in the transaction of their change. */
    static void add(DSLContext sql, List<Revision> revisions, long now) {
        // One statement per revision, because those of a large release together may exceed the
        // server's maximum packet size.
        for (Revision revision : revisions) {
            sql.insertInto(BALROG_HISTORY_QUEUE)
                    .set(BALROG_HISTORY_QUEUE.BUCKET, revision.bucket().name())
                    .set(BALROG_HISTORY_QUEUE.OBJECT_NAME, revision.objectName())
                    .set(BALROG_HISTORY_QUEUE.CONTENT, revision.content())
                    .set(BALROG_HISTORY_QUEUE.CREATED, now)
                    .set(BALROG_HISTORY_QUEUE.ATTEMPTS, 0)
                    .execute();
        }
    }

    /** Returns the ids of those objects that are still queued. */
    List<Integer> ids(HistoryBucket bucket, List<String> objectNames) {
        List<Integer> ids = new ArrayList<>();
        for (int from = 0; from < objectNames.size(); from += BATCH) {
            List<String> some = objectNames.subList(from, Math.min(from + BATCH, objectNames.size()));
            ids.addAll(ids(in(bucket).and(BALROG_HISTORY_QUEUE.OBJECT_NAME.in(some)), BATCH));
        }
        return ids;
    }

    /**
     * Returns the ids of the next revisions to deliver: fewest failed attempts first, then oldest
     * first.
     */
    List<Integer> next(HistoryBucket bucket, int count) {
        return ids(in(bucket), count);
    }

    private List<Integer> ids(Condition condition, int count) {
        return database.read(sql -> sql.select(BALROG_HISTORY_QUEUE.ID)
                .from(BALROG_HISTORY_QUEUE)
                .where(condition)
                .orderBy(BALROG_HISTORY_QUEUE.ATTEMPTS, BALROG_HISTORY_QUEUE.ID)
                .limit(count)
                .fetch(BALROG_HISTORY_QUEUE.ID));
    }

    private static Condition in(HistoryBucket bucket) {
        return BALROG_HISTORY_QUEUE.BUCKET.eq(bucket.name());
    }

    /** Returns those of the rows that still exist. */
    List<Entry> entries(List<Integer> ids) {
        return database.read(sql -> sql.select(
                        BALROG_HISTORY_QUEUE.ID, BALROG_HISTORY_QUEUE.OBJECT_NAME, BALROG_HISTORY_QUEUE.CONTENT)
                .from(BALROG_HISTORY_QUEUE)
                .where(BALROG_HISTORY_QUEUE.ID.in(ids))
                .fetch(row -> new Entry(row.value1(), row.value2(), row.value3())));
    }

    /** Returns the content of a queued object; the latest if it is queued more than once. */
    Optional<String> content(String objectName) {
        return database.read(sql -> sql.select(BALROG_HISTORY_QUEUE.CONTENT)
                .from(BALROG_HISTORY_QUEUE)
                .where(BALROG_HISTORY_QUEUE.OBJECT_NAME.eq(objectName))
                .orderBy(BALROG_HISTORY_QUEUE.ID.desc())
                .limit(1)
                .fetchOptional(BALROG_HISTORY_QUEUE.CONTENT));
    }

    /**
     * Returns the names of all queued objects with a prefix, which has to end in an ASCII
     * character.
     */
    List<String> objectNames(String prefix) {
        return objectNames(prefix, Integer.MAX_VALUE);
    }

    /**
     * Returns the names of queued objects with a prefix, up to a maximum, in no particular order.
     */
    List<String> objectNames(String prefix, int most) {
        return database
                .read(sql -> sql.select(BALROG_HISTORY_QUEUE.OBJECT_NAME)
                        .from(BALROG_HISTORY_QUEUE)
                        .where(startsWith(prefix))
                        .limit(most)
                        .fetch(BALROG_HISTORY_QUEUE.OBJECT_NAME))
                .stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /**
     * Returns a range condition for a prefix. LIKE would need escapes, and on SQLite it is
     * case-insensitive and does not use the index.
     */
    private static Condition startsWith(String prefix) {
        int last = prefix.length() - 1;
        String end = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
        return BALROG_HISTORY_QUEUE
                .OBJECT_NAME
                .greaterOrEqual(prefix)
                .and(BALROG_HISTORY_QUEUE.OBJECT_NAME.lessThan(end));
    }

    /**
     * Deletes delivered rows.
     *
     * @return the number of deleted rows; fewer if another process deleted some first
     */
    int delivered(List<Entry> entries) {
        return database.write(
                sql -> sql.deleteFrom(BALROG_HISTORY_QUEUE).where(are(entries)).execute());
    }

    /** Increments the number of attempts of rows whose delivery failed. */
    void failed(List<Entry> entries) {
        database.write(sql -> sql.update(BALROG_HISTORY_QUEUE)
                .set(BALROG_HISTORY_QUEUE.ATTEMPTS, BALROG_HISTORY_QUEUE.ATTEMPTS.plus(1))
                .where(are(entries))
                .execute());
    }

    /**
     * Returns the condition for exactly these rows. The id alone is not sufficient, because
     * databases reuse ids of deleted rows, SQLite immediately.
     */
    private static Condition are(List<Entry> entries) {
        return DSL.or(entries.stream()
                .map(entry ->
                        BALROG_HISTORY_QUEUE.ID.eq(entry.id).and(BALROG_HISTORY_QUEUE.OBJECT_NAME.eq(entry.objectName)))
                .toList());
    }

    /** Returns the number of rows of a bucket. */
    int length(HistoryBucket bucket) {
        return database.read(sql -> sql.fetchCount(BALROG_HISTORY_QUEUE, in(bucket)));
    }
}
