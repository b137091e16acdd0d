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

/** The table of revisions that have yet to be delivered. */
final class OutboxTable {
    /** Names in one statement. */
    private static final int BATCH = 200;

    private final Database database;

    OutboxTable(Database database) {
        this.database = database;
    }

    /** A row. */
    record Entry(int id, String objectName, String content) {}

    /** Adds revisions in the transaction of the change that made them. */
    static void add(DSLContext sql, List<Revision> revisions, long now) {
        // A statement for each: together, those of a large release may be more than a server takes at once.
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

    /** Which of the objects are still queued, as ids. */
    List<Integer> ids(HistoryBucket bucket, List<String> objectNames) {
        List<Integer> ids = new ArrayList<>();
        for (int from = 0; from < objectNames.size(); from += BATCH) {
            List<String> some = objectNames.subList(from, Math.min(from + BATCH, objectNames.size()));
            ids.addAll(ids(in(bucket).and(BALROG_HISTORY_QUEUE.OBJECT_NAME.in(some)), BATCH));
        }
        return ids;
    }

    /** What is to be delivered next: what failed least often, then what is queued longest. */
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

    /** Those of the rows that are still there. */
    List<Entry> entries(List<Integer> ids) {
        return database.read(sql -> sql.select(
                        BALROG_HISTORY_QUEUE.ID, BALROG_HISTORY_QUEUE.OBJECT_NAME, BALROG_HISTORY_QUEUE.CONTENT)
                .from(BALROG_HISTORY_QUEUE)
                .where(BALROG_HISTORY_QUEUE.ID.in(ids))
                .fetch(row -> new Entry(row.value1(), row.value2(), row.value3())));
    }

    /** The content of an object that is queued; the latest, should it be queued more than once. */
    Optional<String> content(String objectName) {
        return database.read(sql -> sql.select(BALROG_HISTORY_QUEUE.CONTENT)
                .from(BALROG_HISTORY_QUEUE)
                .where(BALROG_HISTORY_QUEUE.OBJECT_NAME.eq(objectName))
                .orderBy(BALROG_HISTORY_QUEUE.ID.desc())
                .limit(1)
                .fetchOptional(BALROG_HISTORY_QUEUE.CONTENT));
    }

    /** The names of all objects that begin with a prefix, which has to end in an ASCII character. */
    List<String> objectNames(String prefix) {
        return objectNames(prefix, Integer.MAX_VALUE);
    }

    /** The same, but where there are more than so many, only some. */
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

    /** As a range rather than by LIKE, which needs escapes and on SQLite neither minds case nor uses the index. */
    private static Condition startsWith(String prefix) {
        int last = prefix.length() - 1;
        String end = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
        return BALROG_HISTORY_QUEUE
                .OBJECT_NAME
                .greaterOrEqual(prefix)
                .and(BALROG_HISTORY_QUEUE.OBJECT_NAME.lessThan(end));
    }

    /**
     * Deletes rows that were delivered.
     *
     * @return how many there were; fewer if another process was faster
     */
    int delivered(List<Entry> entries) {
        return database.write(
                sql -> sql.deleteFrom(BALROG_HISTORY_QUEUE).where(are(entries)).execute());
    }

    /** Counts one more attempt for rows that could not be delivered. */
    void failed(List<Entry> entries) {
        database.write(sql -> sql.update(BALROG_HISTORY_QUEUE)
                .set(BALROG_HISTORY_QUEUE.ATTEMPTS, BALROG_HISTORY_QUEUE.ATTEMPTS.plus(1))
                .where(are(entries))
                .execute());
    }

    /** The id alone won't do: databases give that of a deleted row to a new one, SQLite at once. */
    private static Condition are(List<Entry> entries) {
        return DSL.or(entries.stream()
                .map(entry ->
                        BALROG_HISTORY_QUEUE.ID.eq(entry.id).and(BALROG_HISTORY_QUEUE.OBJECT_NAME.eq(entry.objectName)))
                .toList());
    }

    /** The number of rows of a bucket. */
    int length(HistoryBucket bucket) {
        return database.read(sql -> sql.fetchCount(BALROG_HISTORY_QUEUE, in(bucket)));
    }
}
