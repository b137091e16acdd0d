// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.admin.notification.DeliveryResult.Delivered;
import dev.balrog.admin.notification.DeliveryResult.Rejected;
import dev.balrog.admin.notification.DeliveryResult.Unavailable;
import dev.balrog.store.StoreException;
import dev.balrog.store.notification.ConsumerLease;
import dev.balrog.store.notification.ConsumerState;
import dev.balrog.store.notification.NotificationQueue;
import dev.balrog.store.notification.QueuedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers queued events to one destination, in their order, at least once: an event is delivered
 * before the position advances, so that one that was delivered by a process that crashed then is
 * delivered again, with the same id. Not thread-safe, except for the counts.
 */
final class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

    private final NotificationQueue queue;
    private final Destination destination;
    private final Predicate<QueuedEvent> wanted;
    private final ConsumerLease lease;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private volatile OptionalLong oldest = OptionalLong.empty();
    private volatile OptionalLong lastDelivered = OptionalLong.empty();
    private volatile OptionalLong lastAttempt = OptionalLong.empty();
    private volatile Optional<String> lastError = Optional.empty();
    private boolean failing;

    /**
     * Creates a deliverer.
     *
     * @param wanted events that the destination gets
     */
    Deliverer(
            NotificationQueue queue,
            Destination destination,
            Predicate<QueuedEvent> wanted,
            String owner,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random) {
        this.queue = queue;
        this.destination = destination;
        this.wanted = wanted;
        this.lease = new ConsumerLease(queue, destination.id(), owner, clock, nanos);
        this.clock = clock;
        this.random = random;
    }

    /**
     * Delivers the queued events, if no other process does so, until one can't be delivered. To be
     * called about once a second. A failure is logged; the next run continues where this one ended.
     */
    void run() {
        try {
            ConsumerState current = queue.consumer(destination.id())
                    .orElseGet(() -> queue.createDestination(destination.id(), clock.millis()));
            Optional<ConsumerState> state = lease.hold(current);
            while (state.isPresent()) {
                state = deliverNext(state.get());
            }
            oldest = queue.consumer(destination.id())
                    .map(ConsumerState::position)
                    .map(queue::oldestAfter)
                    .orElse(OptionalLong.empty());
            failing = false;
        } catch (StoreException e) {
            if (!failing) {
                LOG.warn("Notifications can't be read for {}: {}", destination.id(), e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            LOG.error("Notifications can't be delivered to {}", destination.id(), e);
        }
    }

    /** Returns the state after the next event is done with; empty if there is nothing more to do now. */
    private Optional<ConsumerState> deliverNext(ConsumerState state) {
        QueuedEvent event = queue.next(state.position()).orElse(null);
        if (event == null || Thread.currentThread().isInterrupted()) {
            return Optional.empty();
        }
        if (!wanted.test(event)) {
            return lease.update(state.advancedTo(event.id(), ""));
        }
        if (clock.millis() < state.retryAt()) {
            return Optional.empty();
        }
        DeliveryResult result = destination.deliver(event);
        lastAttempt = OptionalLong.of(clock.millis());
        return switch (result) {
            case Delivered _ -> {
                delivered.increment();
                lastDelivered = lastAttempt;
                lastError = Optional.empty();
                yield lease.update(state.advancedTo(event.id(), ""));
            }
            case Rejected(String reason) ->
                failed(state, event, reason, state.failures() + 1 >= RetrySchedule.REJECTED_ATTEMPTS, Optional.empty());
            case Unavailable(String reason, Optional<Duration> retryAfter) ->
                failed(
                        state,
                        event,
                        reason,
                        state.failures() > 0
                                && clock.millis() - state.failingSince() >= RetrySchedule.GIVE_UP_AFTER.toMillis(),
                        retryAfter);
        };
    }

    private Optional<ConsumerState> failed(
            ConsumerState state, QueuedEvent event, String reason, boolean last, Optional<Duration> retryAfter) {
        failed.increment();
        lastError = Optional.of(reason);
        if (last) {
            givenUp.increment();
            LOG.error(
                    "The event {} is not delivered to {} ({}): {}; given up after {} attempts",
                    event.eventId(),
                    destination.id(),
                    destination.described(),
                    reason,
                    state.failures() + 1);
            return lease.update(state.advancedTo(event.id(), ""));
        }
        if (state.failures() == 0) {
            LOG.warn(
                    "The event {} can't be delivered to {} ({}) and will be tried again: {}",
                    event.eventId(),
                    destination.id(),
                    destination.described(),
                    reason);
        }
        long now = clock.millis();
        return lease.update(
                        state.failed(now, now + RetrySchedule.pauseMillis(state.failures() + 1, retryAfter, random)))
                // The next event waits for this one, so that the order is kept.
                .filter(_ -> false);
    }

    /** Returns the state of the destination. Can be called by any thread. */
    DestinationStatus status() {
        Optional<ConsumerState> stored = queue.consumer(destination.id());
        return new DestinationStatus(
                destination.id(),
                destination.kind(),
                destination.host(),
                stored,
                stored.map(ConsumerState::position).map(queue::oldestAfter).orElse(OptionalLong.empty()),
                new DestinationStatus.Local(
                        lastDelivered, lastAttempt, lastError, delivered.sum(), failed.sum(), givenUp.sum()));
    }

    /**
     * Attempts once to deliver a test event, beside the queue: neither its position nor the counts
     * change. Can be called by any thread.
     */
    TestResult test(QueuedEvent event) {
        return new TestResult(
                switch (destination.deliver(event)) {
                    case Delivered _ -> Optional.empty();
                    case Rejected(String reason) -> Optional.of(reason);
                    case Unavailable(String reason, Optional<Duration> _) -> Optional.of(reason);
                });
    }

    /** Returns the id of the destination. */
    String id() {
        return destination.id();
    }

    /** Returns the number of delivered events. */
    long delivered() {
        return delivered.sum();
    }

    /** Returns the number of failed attempts. */
    long failed() {
        return failed.sum();
    }

    /** Returns the number of events that were given up. */
    long givenUp() {
        return givenUp.sum();
    }

    /** Returns the age of the oldest event that waits, in seconds; 0 for none. */
    double oldestAgeSeconds() {
        OptionalLong since = oldest;
        return since.isPresent() ? Math.max(0, clock.millis() - since.getAsLong()) / 1000.0 : 0;
    }

    /** Lets another process continue at once, and closes the destination. */
    void close() {
        destination.close();
        lease.release();
    }
}
