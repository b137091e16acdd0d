// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cache of the identity provider's public keys. Keys are refreshed after an hour, and when a token
 * names an unknown key, because providers rotate their keys; but at most once in ten seconds,
 * whatever keys tokens name. While the provider fails, the cached keys stay in use.
 *
 * <p>Requests with a known key don't wait for a refresh: keys older than an hour are used while
 * they are refreshed. Only keys older than two hours, after a time without logins, are waited for,
 * unless the last refresh failed. There is one fetch at a time.
 */
final class ProviderKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration LONGEST_LIFETIME = LIFETIME.multipliedBy(2);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);

    private final ProviderClient client;
    private final InstantSource clock;
    private volatile Keys known = new Keys(Map.of(), Instant.MIN);
    private volatile boolean failing;

    // Guarded by this.
    private Instant asked = Instant.MIN;
    private @Nullable CompletableFuture<Void> running;

    ProviderKeys(ProviderClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Keys of one fetch.
     *
     * @param byId keys by key id
     * @param fetched start time of the fetch
     */
    private record Keys(Map<String, RSAPublicKey> byId, Instant fetched) {
        boolean isOlder(Duration limit, Instant now) {
            return fetched.equals(Instant.MIN) || Duration.between(fetched, now).compareTo(limit) >= 0;
        }
    }

    /** Returns the key of this id; empty when the provider has none. May block during a fetch. */
    Optional<RSAPublicKey> find(String id) throws InterruptedException {
        Keys keys = known;
        Instant now = clock.instant();
        boolean isKnown = keys.byId.containsKey(id);
        if (!isKnown || keys.isOlder(LIFETIME, now)) {
            CompletableFuture<Void> fetch = fetch(now);
            if (fetch != null && (!isKnown || (!failing && keys.isOlder(LONGEST_LIFETIME, now)))) {
                await(fetch);
            }
        }
        return Optional.ofNullable(known.byId.get(id));
    }

    /** Starts a fetch, or returns the running one; null when the last one is too recent. */
    private synchronized @Nullable CompletableFuture<Void> fetch(Instant now) {
        CompletableFuture<Void> current = running;
        if (current != null) {
            return current;
        }
        if (!asked.equals(Instant.MIN) && Duration.between(asked, now).compareTo(SHORTEST_PAUSE) < 0) {
            return null;
        }
        asked = now;
        CompletableFuture<Void> started = new CompletableFuture<>();
        running = started;
        Thread.ofVirtual().name("provider-keys").start(() -> {
            try {
                refresh(now);
            } finally {
                finished();
                started.complete(null);
            }
        });
        return started;
    }

    private synchronized void finished() {
        running = null;
    }

    private static void await(CompletableFuture<Void> fetch) throws InterruptedException {
        try {
            fetch.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A fetch never fails, it keeps the keys that are known", e);
        }
    }

    private void refresh(Instant now) {
        try {
            Map<String, RSAPublicKey> found = new HashMap<>();
            for (JWK key : JWKSet.parse(client.keys()).getKeys()) {
                if (key instanceof RSAKey rsa && key.getKeyID() != null) {
                    found.put(key.getKeyID(), rsa.toRSAPublicKey());
                }
            }
            known = new Keys(Map.copyOf(found), now);
            failing = false;
        } catch (IOException | ParseException | JOSEException | IllegalArgumentException e) {
            failing = true;
            LOG.warn("The identity provider's keys can't be read; {} known keys stay in use", known.byId.size(), e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
