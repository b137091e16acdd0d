// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.admin.serving.PublicAppAddress;
import dev.balrog.core.BadDataException;
import dev.balrog.core.traffic.RecordedTraffic;
import dev.balrog.core.traffic.TrafficCell;
import dev.balrog.service.BoundedHttpClient;
import dev.balrog.service.ServerMetrics;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Collects the traffic samples that the public apps record since their start, one app after the
 * other, and keeps their sum. The last sample of an app is kept for a while when the app fails, or
 * is replaced by another one.
 *
 * <p>Memory is bounded: one response at a time, and a share of the heap for the samples, of which
 * each app has an equal part. What does not fit are the least frequent requests.
 */
public final class TrafficCollector implements AutoCloseable {
    /** Pause between two calls of {@link #poll}. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(TrafficCollector.class);
    private static final String PAGE = "/traffic";
    private static final int NOT_FOUND = 404;
    private static final int MAX_BACKOFF_DOUBLINGS = 5;
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final List<URI> metrics;
    private final Limits limits;
    private final InstantSource clock;
    private final BoundedHttpClient http;
    /** By address. Used by the thread that polls only. */
    private final Map<String, Source> sources = new HashMap<>();

    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable CollectedTraffic current;
    private volatile boolean closed;

    /**
     * Limits of a collector.
     *
     * @param fetchInterval time after which the sample of an app is fetched again
     * @param maxAge time for which the last sample of an app is kept
     * @param timeout time limit for a whole response; an app needs some seconds for a large sample
     * @param maxResponseBytes size limit for a response
     * @param maxSamples largest number of samples that are kept, the newest ones
     * @param heapBytes estimated heap that all samples may take
     */
    public record Limits(
            Duration fetchInterval,
            Duration maxAge,
            Duration timeout,
            int maxResponseBytes,
            int maxSamples,
            long heapBytes) {
        private static final long HEAP_SHARE = 16;
        private static final long MAX_HEAP_BYTES = 64L << 20;

        /**
         * Returns the limits for a heap of this size. A response has at most 16 MiB: the sample of a
         * public app has up to 28,672 requests of at most 512 characters.
         */
        public static Limits withinHeap(long maxHeapBytes) {
            return new Limits(
                    Duration.ofMinutes(5),
                    Duration.ofDays(1),
                    Duration.ofSeconds(25),
                    16 << 20,
                    64,
                    Math.min(maxHeapBytes / HEAP_SHARE, MAX_HEAP_BYTES));
        }
    }

    /** State of an address. */
    private static final class Source {
        private @Nullable RecordedTraffic sample;
        private Instant fetchedAt = Instant.EPOCH;
        private Instant dueAt = Instant.EPOCH;
        /** Consecutive attempts without a sample that simulations would use. */
        private int fruitless;

        private boolean failed;
    }

    /** Fetching failed; the message is the reason. */
    private static final class FetchException extends Exception {
        private static final long serialVersionUID = 1L;

        FetchException(String reason) {
            super(reason);
        }
    }

    /**
     * Creates a collector; nothing is fetched before {@link #poll}.
     *
     * @param metrics base URLs of the ports on which the apps serve their metrics
     */
    public TrafficCollector(List<URI> metrics, Limits limits, InstantSource clock) {
        this.metrics = List.copyOf(metrics);
        this.limits = limits;
        this.clock = clock;
        this.http = new BoundedHttpClient("traffic-samples", limits.timeout, limits.maxResponseBytes);
    }

    /** Returns whether it is configured which apps there are. */
    public boolean isConfigured() {
        return !metrics.isEmpty();
    }

    /** Returns the sum of the samples; empty while there is none with any request. Never waits. */
    public Optional<CollectedTraffic> current() {
        return Optional.ofNullable(current);
    }

    /** Exports the age of the sample and the failures of fetching. */
    public void export(ServerMetrics exported) {
        exported.gauge(
                "balrog.traffic.sample.age.seconds",
                "Time since a traffic sample was last fetched from a public app; NaN while there is none.",
                () -> current().map(this::age).orElse(Double.NaN));
        exported.gauge(
                "balrog.traffic.sample.requests",
                "Requests that the collected traffic sample stands for; 0 while there is none.",
                () -> current().map(sample -> sample.traffic().requests()).orElse(0L));
        exported.countedElsewhere(
                "balrog.traffic.sample.fetch.failures",
                "Failures to fetch the traffic sample of a public app.",
                failures::get);
    }

    private double age(CollectedTraffic sample) {
        return Duration.between(sample.newest(), clock.instant()).toMillis() / MILLIS_PER_SECOND;
    }

    /** Fetches the samples that are due. To be called by one thread; blocks while apps are slow. */
    public void poll() {
        Instant start = clock.instant();
        Set<String> known = new LinkedHashSet<>();
        metrics.stream().flatMap(PublicAppAddress::of).forEach(app -> {
            known.add(app.text());
            Source source = sources.computeIfAbsent(app.text(), _ -> new Source());
            if (!closed && !source.dueAt.isAfter(clock.instant())) {
                fetch(app, source);
            }
        });
        forget(known, start);
        merge(known);
    }

    private void fetch(PublicAppAddress app, Source source) {
        boolean useful = false;
        try {
            Optional<RecordedTraffic> sample = sample(app);
            source.failed = false;
            sample.ifPresent(fetched -> keep(fetched, source));
            useful = sample.map(CollectedTraffic::isEnough).orElse(false);
        } catch (FetchException e) {
            failures.incrementAndGet();
            if (!source.failed && !closed) {
                LOG.warn("The traffic sample of {} can't be fetched: {}", app.text(), e.getMessage());
            }
            source.failed = true;
        }
        source.fruitless = useful ? 0 : source.fruitless + 1;
        source.dueAt = clock.instant().plus(useful ? limits.fetchInterval : pause(source.fruitless));
    }

    /** Keeps a sample, unless that of an app that was restarted since then tells of more. */
    private void keep(RecordedTraffic fetched, Source source) {
        RecordedTraffic before = source.sample;
        if (before == null || CollectedTraffic.isEnough(fetched) || fetched.listed() >= before.listed()) {
            source.sample = fetched.within(limits.heapBytes);
            source.fetchedAt = clock.instant();
        }
    }

    /** Returns an exponentially growing pause after attempts that brought nothing. */
    private Duration pause(int fruitless) {
        Duration pause = INTERVAL.multipliedBy(1L << Math.min(fruitless - 1, MAX_BACKOFF_DOUBLINGS));
        return pause.compareTo(limits.fetchInterval) < 0 ? pause : limits.fetchInterval;
    }

    /**
     * Fetches a sample.
     *
     * @return the sample; empty for an app that records none
     */
    private Optional<RecordedTraffic> sample(PublicAppAddress app) throws FetchException {
        if (!app.isResolved()) {
            throw new FetchException("the host name can't be resolved");
        }
        try {
            HttpResponse<byte[]> answer =
                    http.send(HttpRequest.newBuilder(app.page(PAGE)).build());
            return switch (answer.statusCode()) {
                case 200 -> Optional.of(read(answer.body()));
                case NOT_FOUND -> Optional.empty();
                default -> throw new FetchException("status " + answer.statusCode());
            };
        } catch (HttpTimeoutException e) {
            throw new FetchException("no answer within " + limits.timeout.toSeconds() + " seconds");
        } catch (ConnectException e) {
            throw new FetchException("can't connect");
        } catch (IOException e) {
            throw new FetchException(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException("interrupted");
        }
    }

    private static RecordedTraffic read(byte[] body) throws FetchException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), UTF_8));
        try {
            RecordedTraffic sample = RecordedTraffic.read(
                    lines.lines().<JsonNode>map(JsonMapper.shared()::readTree).iterator());
            // A simulation must not fail because of a URL that this version does not know.
            sample.cells().forEach(TrafficCell::sampleRequest);
            return sample;
        } catch (JacksonException | BadDataException e) {
            throw new FetchException("its answer is no traffic sample");
        }
    }

    /** Forgets samples that are too old, the oldest of too many, and addresses that have none. */
    private void forget(Set<String> known, Instant now) {
        Instant oldest = now.minus(limits.maxAge);
        List<Source> newestFirst = sources.values().stream()
                .filter(source -> source.sample != null)
                .sorted(Comparator.comparing((Source source) -> source.fetchedAt)
                        .reversed())
                .toList();
        for (int index = 0; index < newestFirst.size(); index++) {
            Source source = newestFirst.get(index);
            if (index >= limits.maxSamples || source.fetchedAt.isBefore(oldest)) {
                source.sample = null;
            }
        }
        sources.entrySet().removeIf(entry -> entry.getValue().sample == null && !known.contains(entry.getKey()));
    }

    private void merge(Set<String> known) {
        Set<String> kept = new HashSet<>();
        List<Instant> times = new ArrayList<>();
        sources.forEach((address, source) -> {
            if (source.sample != null && !source.sample.cells().isEmpty()) {
                kept.add(address);
                times.add(source.fetchedAt);
            }
        });
        if (kept.isEmpty()) {
            current = null;
            return;
        }
        long bytes = limits.heapBytes / kept.size();
        List<RecordedTraffic> samples = new ArrayList<>();
        for (Source source : sources.values()) {
            RecordedTraffic sample = source.sample;
            if (sample != null) {
                source.sample = sample.within(bytes);
                samples.add(source.sample);
            }
        }
        current = new CollectedTraffic(
                RecordedTraffic.merged(samples),
                kept.size(),
                (int) known.stream().filter(address -> !kept.contains(address)).count(),
                Collections.min(times),
                Collections.max(times));
    }

    /** Gives up requests in flight. */
    @Override
    public void close() {
        closed = true;
        http.close();
    }
}
