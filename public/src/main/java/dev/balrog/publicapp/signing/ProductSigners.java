// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.balrog.publicapp.signing.SigningSettings.Autograph;
import dev.balrog.publicapp.signing.SigningSettings.LocalKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/** Signers by product, with a cache of their signatures. */
final class ProductSigners implements ContentSigner {
    /**
     * Maximum number of cached signatures. Distinct responses are few, since most clients get the
     * same one; this bounds the memory for unusual requests.
     */
    private static final int MAX_SIGNATURES = 10_000;

    /**
     * Maximum number of pending signatures. Each takes a connection; while Autograph is slow, some
     * requests are rejected before connections run out.
     */
    static final int MAX_PENDING = 200;

    /**
     * Maximum age of a cached signature. Certificates are replaced and expire, so a response is
     * signed again every day.
     */
    private static final Duration MAX_AGE = Duration.ofDays(1);

    private final Map<String, Signer> signers;
    private final Cache<Key, String> signatures;
    private final SigningEvents events;

    /** Pending signatures. Separate from the cache, so that the cache never contains a failure. */
    private final ConcurrentMap<Key, CompletableFuture<String>> pending = new ConcurrentHashMap<>();

    ProductSigners(Map<String, Signer> signers, Ticker ticker, SigningEvents events) {
        this.events = events;
        this.signers = Map.copyOf(signers);
        this.signatures = Caffeine.newBuilder()
                .maximumSize(MAX_SIGNATURES)
                .expireAfterWrite(MAX_AGE)
                .ticker(ticker)
                .build();
    }

    static ProductSigners open(
            SigningSettings settings, InstantSource clock, RandomGenerator random, SigningEvents events) {
        Map<SigningSettings.Key, Signer> opened = new HashMap<>();
        Map<String, Signer> signers = new HashMap<>();
        settings.keys()
                .forEach((product, key) ->
                        signers.put(product, opened.computeIfAbsent(key, unopened -> switch (unopened) {
                            case Autograph account ->
                                new AutographSigner(account, RetryPolicy.DEFAULT, clock, random, events);
                            case LocalKey local -> LocalSigner.open(local, clock, events);
                        })));
        return new ProductSigners(signers, Ticker.systemTicker(), events);
    }

    @Override
    public boolean signs(String product) {
        return signers.containsKey(product);
    }

    @Override
    public CompletionStage<String> sign(String product, byte[] body) {
        Signer signer = signers.get(product);
        if (signer == null) {
            throw new IllegalArgumentException("Responses for '" + product + "' are not signed");
        }
        Key key = new Key(signer, ContentHash.of(body));
        // A signature must not outlive the certificate that it is verified with.
        String signature = signer.isValid() ? signatures.getIfPresent(key) : null;
        if (signature != null) {
            return CompletableFuture.completedStage(signature);
        }
        if (pending.size() >= MAX_PENDING && !pending.containsKey(key)) {
            events.count(SigningEvents.OVERLOADED);
            return CompletableFuture.failedStage(
                    new SigningException("Too many responses are waiting for a signature: " + MAX_PENDING));
        }
        return pending.computeIfAbsent(key, this::start);
    }

    @Override
    public Optional<byte[]> certificateChain() {
        return signers.values().stream()
                .filter(LocalSigner.class::isInstance)
                .map(signer -> ((LocalSigner) signer).certificateChain())
                .findFirst();
    }

    @Override
    public Optional<Instant> certificateExpiry() {
        return signers.values().stream()
                .filter(LocalSigner.class::isInstance)
                .map(signer -> ((LocalSigner) signer).validUntil())
                .min(Instant::compareTo);
    }

    private CompletableFuture<String> start(Key key) {
        CompletableFuture<String> promise = new CompletableFuture<>();
        Thread.ofVirtual().name("content-signature").start(() -> {
            try {
                String signature = key.signer.sign(key.hash).headerValue();
                signatures.put(key, signature);
                pending.remove(key);
                promise.complete(signature);
            } catch (Throwable e) {
                // Every failure must complete the promise, since clients wait for it.
                pending.remove(key);
                promise.completeExceptionally(e);
            }
        });
        return promise;
    }

    /** Cache key. Signers are compared by identity, since there is one per key. */
    private record Key(Signer signer, ContentHash hash) {}
}
