// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import dev.balrog.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/**
 * Transactional outbox for release revisions. A revision is queued in the database in the
 * transaction of its change, and delivered to the object store after the commit, so none is lost
 * while the store is unreachable or when the process crashes. Reads find queued and delivered
 * revisions.
 *
 * <p>Several processes may use the same database and the same stores.
 *
 * @see <a href="https://microservices.io/patterns/data/transactional-outbox.html">Pattern:
 *     Transactional outbox</a>
 */
public final class RevisionOutbox implements RevisionQueue, AutoCloseable {
    private final OutboxTable queue;
    private final HistoryBuckets buckets;
    private final HistoryOptions options;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Map<HistoryBucket, OutboxRelay> deliverers = new EnumMap<>(HistoryBucket.class);

    /**
     * Creates an outbox that delivers nothing in the background before {@link #start}.
     *
     * @param database database; has to outlive the outbox
     * @param buckets object stores; have to outlive the outbox
     */
    public RevisionOutbox(
            Database database, HistoryBuckets buckets, HistoryOptions options, HistoryListener listener, Clock clock) {
        this.queue = new OutboxTable(database);
        this.buckets = buckets;
        this.options = options;
        this.clock = clock;
        for (HistoryBucket bucket : HistoryBucket.values()) {
            deliverers.put(bucket, new OutboxRelay(bucket, buckets.store(bucket), queue, listener, threads));
        }
    }

    /**
     * Starts background delivery of all queued revisions, including those of other processes, until
     * {@link #close}. Call only once.
     */
    public void start() {
        deliverers.values().forEach(deliverer -> threads.execute(() -> deliverer.run(options, stopping)));
    }

    @Override
    public void enqueue(DSLContext sql, List<Revision> revisions) {
        OutboxTable.add(sql, revisions, clock.millis());
    }

    /**
     * Delivers queued revisions immediately after the commit. Blocks up to a timeout; on any
     * failure, they stay queued and are delivered in the background.
     *
     * @return whether all of them are delivered
     */
    @Override
    public boolean deliver(List<Revision> revisions) {
        Map<HistoryBucket, List<String>> names = revisions.stream()
                .collect(Collectors.groupingBy(
                        Revision::bucket, Collectors.mapping(Revision::objectName, Collectors.toList())));
        long deadline = System.nanoTime() + options.timeout().toNanos();
        boolean all = true;
        for (var entry : names.entrySet()) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            try {
                all &= deliverer(entry.getKey()).deliver(entry.getValue(), left);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return all;
    }

    private OutboxRelay deliverer(HistoryBucket bucket) {
        OutboxRelay deliverer = deliverers.get(bucket);
        if (deliverer == null) {
            throw new IllegalStateException("no deliverer for " + bucket);
        }
        return deliverer;
    }

    /**
     * Returns the length of the queue at the last background poll, seconds ago, or longer while
     * delivery fails. Does not block.
     */
    public int length() {
        return deliverers.values().stream().mapToInt(OutboxRelay::length).sum();
    }

    /**
     * Returns the content of a release at a data version. If several revisions have that version,
     * because the release was deleted and created again, the latest one counts; the last revision
     * of a deleted release is its deletion.
     *
     * @param identifier identifier as in {@link Revision}
     * @return JSON in UTF-8, or no bytes if the release was deleted; empty when there is no such
     *     revision
     * @throws dev.balrog.store.StoreException when the database fails
     * @throws ObjectStoreException when the object store fails and the revision is not queued
     */
    public Optional<byte[]> content(String identifier, int dataVersion) {
        String prefix = RevisionInfo.prefix(identifier, dataVersion);
        return newest(identifier, queue.objectNames(prefix))
                .or(() -> newest(identifier, store(identifier).list(prefix)))
                .flatMap(revision -> content(identifier, revision));
    }

    private static Optional<RevisionInfo> newest(String identifier, List<String> objectNames) {
        return infos(identifier, objectNames).min(RevisionInfo.NEWEST_FIRST);
    }

    /**
     * Returns the content of a release at a revision.
     *
     * @param identifier identifier as in {@link Revision}
     * @param revision one of {@link #revisions}
     * @return JSON in UTF-8, or no bytes if there was no release; empty when there is no such
     *     revision
     * @throws dev.balrog.store.StoreException when the database fails
     * @throws ObjectStoreException when the object store fails and the revision is not queued
     */
    public Optional<byte[]> content(String identifier, RevisionInfo revision) {
        String name = revision.objectName(identifier);
        return queue.content(name)
                .map(content -> content.getBytes(StandardCharsets.UTF_8))
                .or(() -> store(identifier).get(name));
    }

    /**
     * Returns the history of a release, newest revision first.
     *
     * @param identifier identifier as in {@link Revision}
     * @throws dev.balrog.store.StoreException when the database fails
     * @throws ObjectStoreException when the object store fails
     */
    public List<RevisionInfo> revisions(String identifier) {
        String prefix = RevisionInfo.prefix(identifier);
        // The queue is read first: a revision that leaves it afterwards is in the store.
        List<String> queued = queue.objectNames(prefix);
        List<String> stored = store(identifier).list(prefix);
        return Stream.of(queued, stored)
                .flatMap(names -> infos(identifier, names))
                .distinct()
                .sorted(RevisionInfo.NEWEST_FIRST)
                .toList();
    }

    /**
     * Revisions of several releases or assets.
     *
     * @param byIdentifier revisions by identifier, in no particular order
     * @param complete whether these are all revisions
     */
    public record Listing(Map<String, List<RevisionInfo>> byIdentifier, boolean complete) {}

    /**
     * Returns the histories of all releases and assets whose identifiers begin with a prefix and
     * contain no slash after it.
     *
     * @param prefix prefix that ends in an ASCII character; with a trailing slash, exactly the
     *     identifier before it
     * @param most maximum number of objects; if there are more, the listing is not complete
     * @throws dev.balrog.store.StoreException when the database fails
     * @throws ObjectStoreException when the object store fails
     */
    public Listing revisionsBeginning(String prefix, int most) {
        Set<String> names = new HashSet<>(queue.objectNames(prefix, most + 1));
        boolean exact = prefix.endsWith("/");
        Set<HistoryBucket> places = exact || HistoryBucket.of(prefix) == HistoryBucket.NIGHTLY
                ? EnumSet.of(HistoryBucket.of(prefix))
                : EnumSet.allOf(HistoryBucket.class);
        for (HistoryBucket place : places) {
            names.addAll(buckets.store(place).list(prefix, most + 1));
        }
        Map<String, List<RevisionInfo>> revisions = new HashMap<>();
        names.stream().limit(most).forEach(name -> {
            int end = name.indexOf('/', exact ? prefix.length() - 1 : prefix.length());
            if (end >= 0) {
                String identifier = name.substring(0, end);
                RevisionInfo.parse(identifier, name)
                        .ifPresent(info -> revisions
                                .computeIfAbsent(identifier, _ -> new ArrayList<>())
                                .add(info));
            }
        });
        return new Listing(revisions, names.size() <= most);
    }

    private ObjectStore store(String identifier) {
        return buckets.store(HistoryBucket.of(identifier));
    }

    private static Stream<RevisionInfo> infos(String identifier, List<String> objectNames) {
        return objectNames.stream().flatMap(name -> RevisionInfo.parse(identifier, name).stream());
    }

    /**
     * Stops delivery. Deliveries in progress may take a few more seconds; queued revisions stay
     * queued.
     */
    @Override
    public void close() {
        stopping.countDown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(options.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
