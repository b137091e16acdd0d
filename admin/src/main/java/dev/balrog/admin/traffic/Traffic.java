// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Traffic of the public apps, from Prometheus. Answers are used again while they are fresh, so that
 * many open pages ask as often as one; so are failures, so that a Prometheus that is down does not
 * have each page wait.
 */
public final class Traffic implements AutoCloseable {
    private static final Duration FAILURE_FRESH = Duration.ofSeconds(5);

    private final @Nullable Prometheus prometheus;
    private final InstantSource clock;
    private final Map<Question, Slot> slots = new ConcurrentHashMap<>();

    private record Question(TrafficKind kind, TrafficRange range) {}

    /**
     * Creates an instance; nothing is asked yet.
     *
     * @param settings the Prometheus server; empty for none
     */
    public Traffic(Optional<PrometheusSettings> settings, InstantSource clock) {
        this(settings, Prometheus.TIMEOUT, clock);
    }

    /**
     * Creates an instance.
     *
     * @param timeout time within which Prometheus has to answer
     */
    Traffic(Optional<PrometheusSettings> settings, Duration timeout, InstantSource clock) {
        this.prometheus =
                settings.map(server -> new Prometheus(server, timeout)).orElse(null);
        this.clock = clock;
    }

    /**
     * Returns the answers of all public apps; empty if no Prometheus is configured.
     *
     * @throws TrafficUnavailableException if Prometheus does not tell
     */
    public Optional<TrafficData> of(TrafficKind kind, TrafficRange range) throws TrafficUnavailableException {
        Prometheus server = prometheus;
        if (server == null) {
            return Optional.empty();
        }
        Slot slot = slots.computeIfAbsent(new Question(kind, range), _ -> new Slot());
        return Optional.of(slot.get(server, kind, range));
    }

    /** Last answer to a question. One thread asks at a time; others wait for its answer. */
    private final class Slot {
        private @Nullable TrafficData data;
        private @Nullable TrafficUnavailableException failure;
        private Instant asked = Instant.EPOCH;

        synchronized TrafficData get(Prometheus server, TrafficKind kind, TrafficRange range)
                throws TrafficUnavailableException {
            Instant now = clock.instant();
            Duration fresh = failure == null ? range.fresh() : FAILURE_FRESH;
            if (now.isBefore(asked) || !now.isBefore(asked.plus(fresh))) {
                ask(server, kind, range, now);
            }
            TrafficData known = data;
            if (failure != null) {
                throw failure;
            }
            if (known == null) {
                throw new IllegalStateException("Nothing was asked");
            }
            return known;
        }

        private void ask(Prometheus server, TrafficKind kind, TrafficRange range, Instant now) {
            try {
                data = server.rates(kind, range, now);
                failure = null;
            } catch (TrafficUnavailableException e) {
                data = null;
                failure = e;
            }
            asked = clock.instant();
        }
    }

    @Override
    public void close() {
        if (prometheus != null) {
            prometheus.close();
        }
    }
}
