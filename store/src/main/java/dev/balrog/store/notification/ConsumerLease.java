// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.notification;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lease on a consumer: of all processes on a database, one works on it. The holder updates the
 * state at least every {@link #HEARTBEAT}; another process takes over when it has seen no update for
 * {@link #TIMEOUT} by its own clock, so that clocks need not agree. A holder that was suspended for
 * longer notices at its next update, which fails. Not thread-safe.
 *
 * @see <a href="https://martinfowler.com/articles/patterns-of-distributed-systems/lease.html">Lease</a>
 */
public final class ConsumerLease {
    /** Longest time between two updates by the holder, but for the work that it does in between. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** Time without an update after which another process takes over. */
    public static final Duration TIMEOUT = Duration.ofSeconds(45);

    private final NotificationQueue queue;
    private final String name;
    private final String owner;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private @Nullable Observed observed;

    /** An update of the state, and when it was seen first. */
    private record Observed(String owner, long dataVersion, long nanos) {}

    /**
     * Creates a lease that is not held yet.
     *
     * @param name name of the consumer
     * @param owner id of this process, up to 40 characters
     * @param nanos monotonic clock, in nanoseconds
     */
    public ConsumerLease(NotificationQueue queue, String name, String owner, InstantSource clock, LongSupplier nanos) {
        this.queue = queue;
        this.name = name;
        this.owner = owner;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Returns the state if this process holds the lease, or can take it. To be called about once a
     * second.
     *
     * @param current the state, as read now
     * @return the state, with its present data version; empty while another process holds it
     * @throws dev.balrog.store.StoreException when the database fails
     */
    public Optional<ConsumerState> hold(ConsumerState current) {
        Observed before = observed;
        if (before == null || before.dataVersion != current.dataVersion() || !before.owner.equals(current.owner())) {
            before = new Observed(current.owner(), current.dataVersion(), nanos.getAsLong());
            observed = before;
        }
        long unchanged = nanos.getAsLong() - before.nanos;
        if (current.owner().equals(owner)) {
            return unchanged < HEARTBEAT.toNanos() ? Optional.of(current) : update(current);
        }
        return current.owner().isEmpty() || unchanged >= TIMEOUT.toNanos()
                ? update(current.ownedBy(owner))
                : Optional.empty();
    }

    /**
     * Replaces the state.
     *
     * @return the new state; empty if another process has taken the lease
     * @throws dev.balrog.store.StoreException when the database fails
     */
    public Optional<ConsumerState> update(ConsumerState changed) {
        return queue.update(changed, clock.millis());
    }

    /**
     * Gives the lease back if this process holds it, so that another one takes it at once.
     *
     * @throws dev.balrog.store.StoreException when the database fails
     */
    public void release() {
        queue.consumer(name).filter(state -> state.owner().equals(owner)).ifPresent(state -> update(state.ownedBy("")));
    }
}
