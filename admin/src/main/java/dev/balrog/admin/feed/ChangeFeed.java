// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.feed;

import dev.balrog.service.AnonymousRead;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.audit.AuditEntry;
import dev.balrog.store.audit.AuditFollower;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Feed of committed changes. One poller reads them from the database, whichever process committed
 * them, and feeds all streams.
 *
 * <p>The newest events are kept in memory once, and each stream is a position among them. So a slow
 * reader costs no memory; one that falls behind half of the kept events is disconnected, and
 * continues by the id of the last event that it received. Without readers, the database is not polled.
 */
public final class ChangeFeed implements AutoCloseable {
    /** Pause between two polls of the database. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final Buffer HEARTBEAT = FeedEvent.shared(":\n\n");
    /** Delay after which clients reconnect, in milliseconds. */
    private static final int RETRY_MILLIS = 1_000;

    private final AuditFollower follower;
    private final AnonymousRead anonymousRead;
    private final Limits limits;
    private final InstantSource clock;
    private final LongAdder rejected = new LongAdder();
    private final LongAdder lagged = new LongAdder();
    private final EventRing ring;
    private final Object polling = new Object();

    // Guarded by this.
    private final List<FeedStream> streams = new ArrayList<>();
    private long newest;
    private boolean closed;

    // Guarded by polling.
    private long heartbeatAt;
    private boolean failing;

    /**
     * Limits of a feed.
     *
     * @param streams maximum number of open streams
     * @param anonymousStreams maximum number of those that readers without a login may open
     * @param events number of events that are kept
     * @param heartbeat interval of the comments that keep idle connections open
     * @param lifetime age at which a stream is ended, so that its reader authenticates again
     */
    public record Limits(int streams, int anonymousStreams, int events, Duration heartbeat, Duration lifetime) {
        /** Limits for production. */
        public static final Limits DEFAULT = new Limits(200, 100, 512, Duration.ofSeconds(15), Duration.ofMinutes(15));
    }

    /**
     * Creates a feed, which does nothing before {@link #poll} is called at regular intervals.
     *
     * @param anonymousRead access of readers without a login
     * @param clock clock that readers compare theirs with
     */
    public ChangeFeed(Database database, AnonymousRead anonymousRead, Limits limits, InstantSource clock) {
        this.follower = new AuditFollower(database, limits.events);
        this.anonymousRead = anonymousRead;
        this.limits = limits;
        this.clock = clock;
        this.ring = new EventRing(limits.events);
        this.heartbeatAt = System.nanoTime();
    }

    /**
     * Opens a stream, which begins after an event. Its first event names the newest entry of the
     * audit log and the time, and tells whether the stream continues without a gap.
     *
     * @param after id of the last event that the reader received; empty to begin with new events
     * @return the stream, to be closed; empty if too many are open
     * @throws StoreException when the database can't be read
     */
    public Optional<FeedStream> open(Audience audience, OptionalLong after) {
        synchronized (polling) {
            read();
            return openAfter(audience, after);
        }
    }

    private synchronized Optional<FeedStream> openAfter(Audience audience, OptionalLong after) {
        if (closed || isFull(audience)) {
            rejected.increment();
            return Optional.empty();
        }
        boolean resumed = after.isPresent() && after.getAsLong() >= ring.keptAfter() && after.getAsLong() <= newest;
        long from = resumed ? after.getAsLong() : newest;
        FeedStream stream = new FeedStream(
                ring,
                audience,
                audience.isLoggedIn() || anonymousRead == AnonymousRead.FULL,
                greeting(from, resumed),
                resumed ? ring.positionAfter(from) : ring.end(),
                System.nanoTime(),
                lagged::increment,
                this::closed);
        streams.add(stream);
        return Optional.of(stream);
    }

    private boolean isFull(Audience audience) {
        return streams.size() >= limits.streams
                || (!audience.isLoggedIn()
                        && streams.stream()
                                        .filter(stream -> !stream.isLoggedIn())
                                        .count()
                                >= limits.anonymousStreams);
    }

    private Buffer greeting(long from, boolean resumed) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("newest", newest);
        data.put("resumed", resumed);
        data.put("time", clock.millis());
        return FeedEvent.bytes("retry: " + RETRY_MILLIS + "\nid: " + from + "\nevent: open\n", data);
    }

    /**
     * Sends what was committed since the previous poll to all streams, and heartbeats. To be called
     * every {@link #INTERVAL}. A failure of the database is logged; the next poll tries again.
     */
    public void poll() {
        synchronized (polling) {
            List<FeedStream> open = openStreams();
            if (open.isEmpty()) {
                return;
            }
            try {
                read();
                failing = false;
            } catch (StoreException e) {
                if (!failing) {
                    failing = true;
                    LOG.warn("Changes can't be read for the streams of events: {}", e.getMessage());
                }
            }
            long now = System.nanoTime();
            open.stream()
                    .filter(stream -> now - stream.openedAt() > limits.lifetime.toNanos())
                    .forEach(FeedStream::close);
            if (now - heartbeatAt >= limits.heartbeat.toNanos()) {
                heartbeatAt = now;
                open.forEach(stream -> stream.send(HEARTBEAT));
            }
        }
    }

    /** Reads committed changes, and wakes the streams. To be called with the lock on polling. */
    private void read() {
        AuditFollower.Changes changes = follower.poll();
        if (changes.entries().isEmpty() && changes.unaudited().isEmpty() && changes.continuous()) {
            synchronized (this) {
                newest = changes.head().sequence();
            }
            return;
        }
        List<FeedEvent> events = new ArrayList<>();
        for (AuditEntry entry : changes.entries()) {
            events.add(FeedEvent.of(entry));
        }
        changes.unaudited().stream()
                .map(table -> FeedEvent.unaudited(changes.head().sequence(), table))
                .distinct()
                .forEach(events::add);
        List<FeedStream> interrupted = List.of();
        synchronized (this) {
            if (!changes.continuous()) {
                // The log was replaced: ids have other meanings now.
                interrupted = List.copyOf(streams);
                ring.reset(
                        changes.entries().isEmpty()
                                ? changes.head().sequence()
                                : changes.entries().getFirst().sequence() - 1);
            }
            events.forEach(ring::add);
            newest = changes.head().sequence();
        }
        interrupted.forEach(FeedStream::close);
        openStreams().forEach(FeedStream::wake);
    }

    private synchronized List<FeedStream> openStreams() {
        return List.copyOf(streams);
    }

    private synchronized void closed(FeedStream stream) {
        streams.remove(stream);
    }

    /** Returns the number of open streams. */
    public synchronized int streams() {
        return streams.size();
    }

    /** Returns the number of streams that were rejected because too many were open. */
    public long rejected() {
        return rejected.sum();
    }

    /** Returns the number of streams that were ended because their readers were too slow. */
    public long lagging() {
        return lagged.sum();
    }

    /** Ends all streams, and opens no further ones. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        openStreams().forEach(FeedStream::close);
    }
}
