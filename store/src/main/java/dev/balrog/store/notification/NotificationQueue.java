// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.notification;

import static dev.balrog.store.jooq.Tables.BALROG_NOTIFICATION_CONSUMERS;
import static dev.balrog.store.jooq.Tables.BALROG_NOTIFICATION_QUEUE;

import dev.balrog.store.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * Queue of notifications, and the states of its consumers. An update of a state fails if another
 * process has updated it since it was read, so exactly one process makes each step.
 *
 * <p>All methods throw {@link dev.balrog.store.StoreException} when the database fails.
 *
 * @see <a href="https://microservices.io/patterns/data/transactional-outbox.html">Pattern:
 *     Transactional outbox</a>
 */
public final class NotificationQueue {
    /** Name of the collector, which follows the audit log instead of the queue. */
    public static final String COLLECTOR = "audit-log";

    private final Database database;

    public NotificationQueue(Database database) {
        this.database = database;
    }

    /** Returns the state of a consumer; empty for a new one. */
    public Optional<ConsumerState> consumer(String name) {
        return database.read(sql -> find(sql, name));
    }

    private static Optional<ConsumerState> find(DSLContext sql, String name) {
        return sql.selectFrom(BALROG_NOTIFICATION_CONSUMERS)
                .where(BALROG_NOTIFICATION_CONSUMERS.NAME.eq(name))
                .fetchOptional(NotificationQueue::state);
    }

    private static ConsumerState state(Record row) {
        return new ConsumerState(
                row.get(BALROG_NOTIFICATION_CONSUMERS.NAME),
                row.get(BALROG_NOTIFICATION_CONSUMERS.POSITION),
                row.get(BALROG_NOTIFICATION_CONSUMERS.POSITION_HASH),
                row.get(BALROG_NOTIFICATION_CONSUMERS.OWNER),
                row.get(BALROG_NOTIFICATION_CONSUMERS.FAILURES),
                row.get(BALROG_NOTIFICATION_CONSUMERS.FAILING_SINCE),
                row.get(BALROG_NOTIFICATION_CONSUMERS.RETRY_AT),
                row.get(BALROG_NOTIFICATION_CONSUMERS.UPDATED),
                row.get(BALROG_NOTIFICATION_CONSUMERS.DATA_VERSION));
    }

    /**
     * Creates the state of a collector unless another process has done so.
     *
     * @param position entry of the audit log after which it begins
     * @param hash hash of that entry
     */
    public ConsumerState createCollector(long position, String hash, long now) {
        return database.write(sql -> find(sql, COLLECTOR).orElseGet(() -> create(sql, COLLECTOR, position, hash, now)));
    }

    /** Creates the state of a destination, behind all queued events, unless another process has done so. */
    public ConsumerState createDestination(String name, long now) {
        return database.write(sql -> find(sql, name).orElseGet(() -> create(sql, name, newest(sql), "", now)));
    }

    private static ConsumerState create(DSLContext sql, String name, long position, String hash, long now) {
        ConsumerState state = new ConsumerState(name, position, hash, "", 0, 0, 0, now, 0);
        sql.insertInto(BALROG_NOTIFICATION_CONSUMERS)
                .set(BALROG_NOTIFICATION_CONSUMERS.NAME, state.name())
                .set(BALROG_NOTIFICATION_CONSUMERS.POSITION, state.position())
                .set(BALROG_NOTIFICATION_CONSUMERS.POSITION_HASH, state.positionHash())
                .set(BALROG_NOTIFICATION_CONSUMERS.OWNER, state.owner())
                .set(BALROG_NOTIFICATION_CONSUMERS.FAILURES, state.failures())
                .set(BALROG_NOTIFICATION_CONSUMERS.FAILING_SINCE, state.failingSince())
                .set(BALROG_NOTIFICATION_CONSUMERS.RETRY_AT, state.retryAt())
                .set(BALROG_NOTIFICATION_CONSUMERS.UPDATED, state.updated())
                .set(BALROG_NOTIFICATION_CONSUMERS.DATA_VERSION, state.dataVersion())
                .execute();
        return state;
    }

    /**
     * Returns the highest id that was ever given, also to events that are deleted by now: ids of
     * deleted events must not be given again, because destinations would skip them.
     */
    private static long newest(DSLContext sql) {
        long queued = Optional.ofNullable(sql.select(DSL.max(BALROG_NOTIFICATION_QUEUE.ID))
                        .from(BALROG_NOTIFICATION_QUEUE)
                        .fetchSingle()
                        .value1())
                .orElse(0L);
        long done = Optional.ofNullable(sql.select(DSL.max(BALROG_NOTIFICATION_CONSUMERS.POSITION))
                        .from(BALROG_NOTIFICATION_CONSUMERS)
                        .where(BALROG_NOTIFICATION_CONSUMERS.NAME.ne(COLLECTOR))
                        .fetchSingle()
                        .value1())
                .orElse(0L);
        return Math.max(queued, done);
    }

    /**
     * Replaces the state of a consumer.
     *
     * @param changed the new state, with the data version of the old one
     * @return the new state with its data version; empty if another process has updated it
     */
    public Optional<ConsumerState> update(ConsumerState changed, long now) {
        return database.write(sql -> update(sql, changed, now));
    }

    private static Optional<ConsumerState> update(DSLContext sql, ConsumerState changed, long now) {
        ConsumerState written = changed.written(now);
        int updated = sql.update(BALROG_NOTIFICATION_CONSUMERS)
                .set(BALROG_NOTIFICATION_CONSUMERS.POSITION, written.position())
                .set(BALROG_NOTIFICATION_CONSUMERS.POSITION_HASH, written.positionHash())
                .set(BALROG_NOTIFICATION_CONSUMERS.OWNER, written.owner())
                .set(BALROG_NOTIFICATION_CONSUMERS.FAILURES, written.failures())
                .set(BALROG_NOTIFICATION_CONSUMERS.FAILING_SINCE, written.failingSince())
                .set(BALROG_NOTIFICATION_CONSUMERS.RETRY_AT, written.retryAt())
                .set(BALROG_NOTIFICATION_CONSUMERS.UPDATED, written.updated())
                .set(BALROG_NOTIFICATION_CONSUMERS.DATA_VERSION, written.dataVersion())
                .where(BALROG_NOTIFICATION_CONSUMERS.NAME.eq(changed.name()))
                .and(BALROG_NOTIFICATION_CONSUMERS.DATA_VERSION.eq(changed.dataVersion()))
                .execute();
        return updated == 1 ? Optional.of(written) : Optional.empty();
    }

    /**
     * Queues events and replaces the state of the collector, in one transaction: both or neither.
     * Events that are queued already are left out.
     *
     * @param events events in the order of delivery; their ids are ignored
     * @return the new state; empty if another process has updated it, so that nothing was queued
     */
    public Optional<ConsumerState> collect(ConsumerState changed, Collection<QueuedEvent> events, long now) {
        return database.write(sql -> {
            Optional<ConsumerState> written = update(sql, changed, now);
            if (written.isPresent()) {
                long id = newest(sql);
                for (QueuedEvent event : events) {
                    if (!isQueued(sql, event.eventId())) {
                        id++;
                        insert(sql, id, event, now);
                    }
                }
            }
            return written;
        });
    }

    private static boolean isQueued(DSLContext sql, String eventId) {
        return sql.fetchExists(BALROG_NOTIFICATION_QUEUE, BALROG_NOTIFICATION_QUEUE.EVENT_ID.eq(eventId));
    }

    private static void insert(DSLContext sql, long id, QueuedEvent event, long now) {
        sql.insertInto(BALROG_NOTIFICATION_QUEUE)
                .set(BALROG_NOTIFICATION_QUEUE.ID, id)
                .set(BALROG_NOTIFICATION_QUEUE.EVENT_ID, event.eventId())
                .set(BALROG_NOTIFICATION_QUEUE.EVENT, event.event())
                .set(BALROG_NOTIFICATION_QUEUE.PRODUCT, event.product())
                .set(BALROG_NOTIFICATION_QUEUE.PAYLOAD, event.payload())
                .set(BALROG_NOTIFICATION_QUEUE.CREATED, now)
                .execute();
    }

    /** Returns the first event after a position. */
    public Optional<QueuedEvent> next(long after) {
        return database.read(sql -> sql.selectFrom(BALROG_NOTIFICATION_QUEUE)
                .where(BALROG_NOTIFICATION_QUEUE.ID.gt(after))
                .orderBy(BALROG_NOTIFICATION_QUEUE.ID)
                .limit(1)
                .fetchOptional(row -> new QueuedEvent(
                        row.get(BALROG_NOTIFICATION_QUEUE.ID),
                        row.get(BALROG_NOTIFICATION_QUEUE.EVENT_ID),
                        row.get(BALROG_NOTIFICATION_QUEUE.EVENT),
                        row.get(BALROG_NOTIFICATION_QUEUE.PRODUCT),
                        row.get(BALROG_NOTIFICATION_QUEUE.PAYLOAD),
                        row.get(BALROG_NOTIFICATION_QUEUE.CREATED))));
    }

    /** Returns the time at which the first event after a position was queued; empty for none. */
    public OptionalLong oldestAfter(long position) {
        return next(position).map(event -> OptionalLong.of(event.created())).orElse(OptionalLong.empty());
    }

    /**
     * Deletes old events, and the states of destinations that no process has had for long.
     *
     * @param kept ids of events that stay, so that they are not queued again
     * @param eventAge age from which events are deleted
     * @param consumerAge time without updates after which the state of a destination is deleted
     */
    public void prune(Collection<String> kept, Duration eventAge, Duration consumerAge, long now) {
        database.<Integer>write(sql -> sql.deleteFrom(BALROG_NOTIFICATION_QUEUE)
                        .where(BALROG_NOTIFICATION_QUEUE.CREATED.lt(now - eventAge.toMillis()))
                        .and(BALROG_NOTIFICATION_QUEUE.EVENT_ID.notIn(kept))
                        .execute()
                + sql.deleteFrom(BALROG_NOTIFICATION_CONSUMERS)
                        .where(BALROG_NOTIFICATION_CONSUMERS.UPDATED.lt(now - consumerAge.toMillis()))
                        .and(BALROG_NOTIFICATION_CONSUMERS.NAME.ne(COLLECTOR))
                        .execute());
    }

    /** Deletes all events, in the transaction that replaces the rows that they are about. */
    public static void clear(DSLContext sql) {
        sql.deleteFrom(BALROG_NOTIFICATION_QUEUE).execute();
    }
}
