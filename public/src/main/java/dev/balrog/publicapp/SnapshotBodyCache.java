// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.balrog.core.decision.BodyCache;
import dev.balrog.core.decision.BodyKey;
import dev.balrog.core.snapshot.Snapshot;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Bounded cache of the bodies that were rendered from the current snapshot; another snapshot begins
 * with an empty one. Requests decide about each response anew, so a body is the only thing that
 * they share.
 *
 * <p>W-TinyLFU evicts: a flood of keys that are requested once displaces few others.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/3149371">TinyLFU: A Highly Efficient Cache Admission
 *     Policy</a>
 */
final class SnapshotBodyCache implements BodyCache {
    /** Memory of an entry in addition to its characters, in bytes: the objects of key and cache. */
    private static final int ENTRY_BYTES = 512;

    private static final char LAST_SINGLE_BYTE = 0xFF;

    private final long maxBytes;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private volatile Scope scope;

    /** Bodies of one snapshot. */
    private record Scope(Snapshot snapshot, Cache<BodyKey, String> bodies) {}

    /**
     * Creates a cache.
     *
     * @param snapshot the snapshot that requests are answered from at first
     * @param maxBytes maximum memory of all entries, in bytes
     */
    SnapshotBodyCache(Snapshot snapshot, long maxBytes) {
        this.maxBytes = maxBytes;
        this.scope = emptyScope(snapshot);
    }

    private Scope emptyScope(Snapshot snapshot) {
        return new Scope(
                snapshot,
                Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .weigher(SnapshotBodyCache::weigh)
                        // The maintenance is short; other threads would compete with the event loops.
                        .executor(Runnable::run)
                        .build());
    }

    private static int weigh(BodyKey key, String body) {
        int width = body.chars().allMatch(character -> character <= LAST_SINGLE_BYTE) ? 1 : 2;
        return ENTRY_BYTES + key.length() + width * body.length();
    }

    @Override
    public String get(Snapshot snapshot, BodyKey key, Supplier<String> rendering) {
        Cache<BodyKey, String> bodies = bodies(snapshot);
        String cached = bodies.getIfPresent(key);
        if (cached != null) {
            hits.increment();
            return cached;
        }
        misses.increment();
        String body = rendering.get();
        bodies.put(key, body);
        return body;
    }

    @SuppressWarnings("ReferenceEquality") // snapshots are compared by identity
    private Cache<BodyKey, String> bodies(Snapshot snapshot) {
        Scope current = scope;
        if (current.snapshot != snapshot) {
            // Threads that do so at the same time replace each other's cache, which is still empty.
            current = emptyScope(snapshot);
            scope = current;
        }
        return current.bodies;
    }

    /** Returns the number of requests whose body was cached. */
    long hits() {
        return hits.sum();
    }

    /** Returns the number of requests whose body was rendered. */
    long misses() {
        return misses.sum();
    }

    /** Returns the estimated memory of all entries, in bytes. */
    long bytes() {
        return scope.bodies
                .policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
