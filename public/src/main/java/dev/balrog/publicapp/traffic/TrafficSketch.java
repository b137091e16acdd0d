// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.traffic.Anonymizer;
import dev.balrog.core.traffic.Anonymizer.Observation;
import dev.balrog.core.traffic.NormalizedRequest;
import dev.balrog.core.traffic.RecordedTraffic;
import dev.balrog.core.traffic.RequestForms;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.FrequentItemsSketch;
import org.apache.datasketches.sampling.ReservoirItemsSketch;
import org.jspecify.annotations.Nullable;

/**
 * Counts of normalized requests in bounded memory: frequent-items sketches have the counts of
 * frequent ones, exactly as they are and with less exact hardware, and a uniform reservoir stands
 * for all others. With fewer distinct requests than a sketch has room for, its counts are exact.
 * Not thread-safe.
 *
 * @see <a href="https://datasketches.apache.org/docs/Frequency/FrequentItemsOverview.html">Frequent
 *     items sketches</a>
 * @see <a href="https://datasketches.apache.org/docs/Sampling/ReservoirSampling.html">Reservoir
 *     sampling</a>
 */
public final class TrafficSketch {
    /** Requests with longer URLs are only counted: a client can send some kilobytes. */
    static final int MAX_URL_CHARS = 512;

    /** Multiple of the maximum error of the sketch above which a count is taken from it. */
    private static final int SIGNIFICANT = 4;

    private static final int SECRET_BYTES = 32;

    private final FrequentItemsSketch<Key> frequent;
    private final FrequentItemsSketch<Key> frequentGeneral;
    private final ReservoirItemsSketch<NormalizedRequest> reservoir;
    private final MessageDigest digest = sha256();
    private final byte[] secret = new byte[SECRET_BYTES];
    private long requests;

    /**
     * Memory of a sketch.
     *
     * @param frequent slots of each sketch, a power of two, of which three quarters are used
     * @param reservoir requests that stand for all others
     */
    public record Size(int frequent, int reservoir) {
        /** Size for servers: 18 MiB if each URL has the maximum length, 6 MiB as clients send them. */
        public static final Size SERVER = new Size(1 << 14, 1 << 12);

        /** Size for imports: about 150 MiB, exact for 196,000 distinct requests. */
        public static final Size IMPORT = new Size(1 << 18, 1 << 16);
    }

    /**
     * Request with a keyed hash, so that clients can't choose requests that collide: the sketch probes
     * linearly, and a run of more than 1024 fails its assertions.
     */
    private record Key(NormalizedRequest request, int hash) {
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key(var otherRequest, var _) && request.equals(otherRequest);
        }
    }

    /** Creates an empty sketch. */
    public TrafficSketch(Size size) {
        frequent = new FrequentItemsSketch<>(size.frequent);
        frequentGeneral = new FrequentItemsSketch<>(size.frequent);
        reservoir = ReservoirItemsSketch.newInstance(size.reservoir);
        new SecureRandom().nextBytes(secret);
    }

    /** Counts a request. */
    public void add(UpdateTarget target) {
        Optional<RequestForms> forms = RequestForms.of(target);
        if (forms.isPresent()) {
            add(forms.get(), 1);
        } else {
            addUnlisted(1);
        }
    }

    /** Counts equal requests. */
    public void add(RequestForms request, long count) {
        if (request.exact().url().length() > MAX_URL_CHARS) {
            addUnlisted(count);
            return;
        }
        requests += count;
        frequent.update(key(request.exact()), count);
        frequentGeneral.update(key(request.general()), count);
        for (long i = 0; i < count; i++) {
            reservoir.update(request.exact());
        }
    }

    /** Counts requests that a sample can't list. */
    public void addUnlisted(long count) {
        requests += count;
    }

    /** Returns the number of requests that were counted. */
    public long requests() {
        return requests;
    }

    private Key key(NormalizedRequest request) {
        digest.update(secret);
        return new Key(
                request,
                ByteBuffer.wrap(digest.digest(request.url().getBytes(UTF_8))).getInt());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }

    /**
     * Returns a sample of the requests that were counted.
     *
     * @param oneOf number of requests that each counted one stands for
     */
    public RecordedTraffic sample(int minimum, long oneOf) {
        List<Observation> observations = new ArrayList<>();
        Map<NormalizedRequest, Double> listed = new HashMap<>();
        Set<NormalizedRequest> exact = new HashSet<>();
        rows(frequent, (request, atLeast, count) -> {
            if (atLeast >= minimum) {
                exact.add(request);
                listed.merge(RequestForms.of(request).general(), count, Double::sum);
                observations.add(new Observation(request, atLeast, count * oneOf));
            }
        });
        Set<NormalizedRequest> general = new HashSet<>();
        rows(frequentGeneral, (request, atLeast, count) -> {
            double others = count - listed.getOrDefault(request, 0.0);
            general.add(request);
            if (Math.round(others) > 0) {
                observations.add(new Observation(request, Math.min(atLeast, Math.round(others)), others * oneOf));
            }
        });
        addTail(
                observations,
                request -> exact.contains(request)
                        || general.contains(RequestForms.of(request).general()),
                oneOf);
        return new Anonymizer(minimum).anonymize(observations, requests * oneOf, RecordedTraffic.MAX_CELLS);
    }

    /** Receives a frequent request, with a lower bound and an estimate of its count. */
    private interface RowConsumer {
        void accept(NormalizedRequest request, long atLeast, double count);
    }

    private static void rows(FrequentItemsSketch<Key> sketch, RowConsumer consumer) {
        long error = sketch.getMaximumError();
        for (FrequentItemsSketch.Row<Key> row :
                sketch.getFrequentItems(SIGNIFICANT * error, ErrorType.NO_FALSE_POSITIVES)) {
            // The true count is between the lower bound and the lower bound plus the error.
            consumer.accept(row.getItem().request, row.getLowerBound(), row.getLowerBound() + error / 2.0);
        }
    }

    /** Adds the sampled requests that no sketch knows: together they stand for all others. */
    private void addTail(List<Observation> observations, Predicate<NormalizedRequest> known, long oneOf) {
        NormalizedRequest[] sampled = reservoir.getSamples(NormalizedRequest.class);
        if (sampled == null) {
            return;
        }
        double others = (double) reservoir.getN() * oneOf
                - observations.stream().mapToDouble(Observation::weight).sum();
        List<NormalizedRequest> tail =
                Stream.of(sampled).filter(request -> !known.test(request)).toList();
        double weight = Math.max(0, others) / Math.max(1, tail.size());
        tail.forEach(request -> observations.add(new Observation(request, 1, weight)));
    }
}
