// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.change.ChangeEngine;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditHead;
import dev.balrog.store.audit.AuditPage;
import dev.balrog.store.notification.ConsumerLease;
import dev.balrog.store.notification.ConsumerState;
import dev.balrog.store.notification.NotificationQueue;
import dev.balrog.store.notification.QueuedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the audit log and queues events. The log is the outbox: entries are written in the
 * transaction of the change, so that no event of a committed change is lost, and no change waits
 * for a notification. Not thread-safe.
 */
final class EventCollector {
    private static final Logger LOG = LoggerFactory.getLogger(EventCollector.class);
    private static final int PAGE = 500;
    private static final Duration STATES_INTERVAL = Duration.ofMinutes(1);
    /** Time without a collector after which a new one begins with new events. */
    private static final Duration LONGEST_GAP = Duration.ofDays(2);
    /** Age from which events are deleted; attempts to deliver them have ended long before. */
    private static final Duration EVENT_AGE = Duration.ofDays(7);

    private static final Duration CONSUMER_AGE = Duration.ofDays(30);

    private final Database database;
    private final ChangeEngine engine;
    private final NotificationQueue queue;
    private final EventBuilder events;
    private final ConsumerLease lease;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private long statesAt;
    private boolean failing;

    EventCollector(
            Database database,
            ChangeEngine engine,
            EventBuilder events,
            String owner,
            InstantSource clock,
            LongSupplier nanos) {
        this.database = database;
        this.engine = engine;
        this.queue = new NotificationQueue(database);
        this.events = events;
        this.lease = new ConsumerLease(queue, NotificationQueue.COLLECTOR, owner, clock, nanos);
        this.clock = clock;
        this.nanos = nanos;
        this.statesAt = nanos.getAsLong() - STATES_INTERVAL.toNanos();
    }

    /**
     * Queues the events since the previous run, if no other process does so. A failure is logged;
     * the next run continues where this one ended.
     */
    void run() {
        try {
            Optional<ConsumerState> held =
                    lease.hold(queue.consumer(NotificationQueue.COLLECTOR).orElseGet(() -> {
                        AuditHead head = database.read(AuditChain::head);
                        return queue.createCollector(head.sequence(), head.hash(), clock.millis());
                    }));
            if (held.isPresent()) {
                collectStates(collectEntries(held.get()));
            }
            failing = false;
        } catch (StoreException e) {
            if (!failing) {
                LOG.warn("Events can't be queued for notifications: {}", e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            LOG.error("Events can't be queued for notifications", e);
        }
    }

    private Optional<ConsumerState> collectEntries(ConsumerState held) {
        Optional<ConsumerState> state = Optional.of(held);
        while (state.isPresent()) {
            ConsumerState current = state.get();
            Read read = database.read(sql -> AuditPage.isContinued(sql, current.position(), current.positionHash())
                    ? new Read(AuditPage.after(sql, current.position(), EventBuilder.ACTIONS, PAGE), true)
                    : new Read(new AuditPage(List.of(), AuditChain.head(sql)), false));
            AuditHead last = read.page.last();
            if (read.continued && last.sequence() == current.position()) {
                return state;
            }
            if (!read.continued) {
                LOG.warn("The audit log was replaced; notifications begin with its next entry");
            }
            List<QueuedEvent> found = read.page.entries().isEmpty() || isAbandoned(read.page)
                    ? List.of()
                    : engine.read(reading -> events.of(reading, read.page.entries()));
            state = queue.collect(current.advancedTo(last.sequence(), last.hash()), found, clock.millis());
        }
        return state;
    }

    private record Read(AuditPage page, boolean continued) {}

    /** Returns whether a page is from a time in which notifications were switched off. */
    private boolean isAbandoned(AuditPage page) {
        return page.entries().getLast().millis() < clock.millis() - LONGEST_GAP.toMillis();
    }

    private void collectStates(Optional<ConsumerState> held) {
        if (held.isEmpty() || nanos.getAsLong() - statesAt < STATES_INTERVAL.toNanos()) {
            return;
        }
        Collection<QueuedEvent> states = engine.read(reading -> events.ofStates(reading, clock.millis()));
        ConsumerState state = held.get();
        if (states.isEmpty()
                || queue.collect(state.advancedTo(state.position(), state.positionHash()), states, clock.millis())
                        .isPresent()) {
            statesAt = nanos.getAsLong();
            queue.prune(states.stream().map(QueuedEvent::eventId).toList(), EVENT_AGE, CONSUMER_AGE, clock.millis());
        }
    }

    /** Lets another process continue at once. */
    void release() {
        lease.release();
    }
}
