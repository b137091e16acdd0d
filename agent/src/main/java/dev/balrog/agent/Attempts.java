// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.http.Backoff;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Failed attempts to enact changes, with the backoff of each change. Not thread-safe. */
final class Attempts {
    private final Backoff pauses;
    private final RandomGenerator random;
    private final Map<Key, Failures> failures = new HashMap<>();

    private record Key(String kind, String id, String version) {
        static Key of(PendingChange change) {
            return new Key(change.kind(), change.id(), change.version());
        }
    }

    private record Failures(int number, Instant notBefore) {}

    Attempts(Backoff pauses, RandomGenerator random) {
        this.pauses = pauses;
        this.random = random;
    }

    /** Returns the earliest time of the next attempt; empty if there is no restriction. */
    Optional<Instant> notBefore(PendingChange change) {
        return Optional.ofNullable(failures.get(Key.of(change))).map(Failures::notBefore);
    }

    void failed(PendingChange change, Instant now) {
        Failures before = failures.get(Key.of(change));
        int number = before == null ? 1 : before.number() + 1;
        failures.put(Key.of(change), new Failures(number, now.plus(pauses.after(number, random))));
    }

    /** Removes the changes of a kind that are no longer pending. */
    void keepOnly(String kind, Collection<PendingChange> pending) {
        Set<Key> known = pending.stream().map(Key::of).collect(Collectors.toSet());
        failures.keySet().removeIf(key -> key.kind().equals(kind) && !known.contains(key));
    }
}
