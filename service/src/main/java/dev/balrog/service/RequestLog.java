// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.core.request.RequestTarget;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Logs one line per request.
 *
 * <p>The event loop only enqueues the data of a request; a dedicated thread formats the lines and
 * writes many at once. If that thread can't keep up, lines are dropped and counted: responses are
 * never delayed.
 */
public final class RequestLog implements AutoCloseable {

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final int QUEUE_LENGTH = 16_384;
    private static final int BATCH = 1_024;
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final boolean enabled;
    private final LogSettings.Format format;
    private final OutputStream out;
    private final InstantSource clock;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final LongAdder dropped = new LongAdder();
    private final Mozlog mozlog = new Mozlog();
    private final JsonFactory json = JsonFactory.builder()
            .rootValueSeparator("\n")
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private final Thread writer;
    private volatile boolean closing;

    /**
     * Starts the log.
     *
     * @param out destination of the lines, usually standard output; it is not closed
     */
    public RequestLog(LogSettings settings, OutputStream out, InstantSource clock) {
        this.enabled = settings.requests();
        this.format = settings.format();
        this.out = out;
        this.clock = clock;
        this.writer = Thread.ofPlatform().name("request-log").daemon().unstarted(this::write);
        if (enabled) {
            writer.start();
        }
    }

    /** Returns whether requests are logged. */
    public boolean enabled() {
        return enabled;
    }

    /**
     * Logs an answered request.
     *
     * @param bytes size of the response body
     * @param durationNanos response time in nanoseconds
     */
    public void log(HttpServerRequest request, int status, long bytes, long durationNanos) {
        log(request, status, bytes, durationNanos, null, null);
    }

    /**
     * Logs an answered request of a server with authenticated users.
     *
     * @param bytes size of the response body
     * @param durationNanos response time in nanoseconds
     * @param route route of the request; null if unknown, and then not logged
     * @param user authenticated user; null if the request needed no authentication, and then not
     *     logged
     */
    public void log(
            HttpServerRequest request,
            int status,
            long bytes,
            long durationNanos,
            @Nullable String route,
            @Nullable String user) {
        if (enabled) {
            add(new Entry(
                    clock.millis(),
                    request.method().name(),
                    withoutToken(request.uri()),
                    status,
                    durationNanos,
                    bytes,
                    request.headers().get(HttpHeaders.USER_AGENT),
                    request.headers().get(FORWARDED_FOR),
                    request.remoteAddress(),
                    route,
                    user));
        }
    }

    /**
     * Logs an answered simple request.
     *
     * @param bytes size of the response body
     * @param durationNanos response time in nanoseconds
     */
    public void log(SimpleRequest request, SocketAddress remote, int status, long bytes, long durationNanos) {
        if (enabled) {
            add(new Entry(
                    clock.millis(),
                    "GET",
                    withoutToken(request.target()),
                    status,
                    durationNanos,
                    bytes,
                    request.userAgent(),
                    request.forwardedFor(),
                    remote,
                    null,
                    null));
        }
    }

    private void add(Entry entry) {
        if (!queue.offer(entry)) {
            dropped.increment();
        }
    }

    /**
     * Returns a URI without access tokens in its query, even if the name of the parameter is
     * escaped.
     */
    public static String withoutToken(String uri) {
        int question = uri.indexOf('?');
        if (question < 0) {
            return uri;
        }
        String query = uri.substring(question + 1);
        // Names are compared decoded, since they may contain escapes.
        if (!query.contains("%") && !query.contains("token=")) {
            return uri;
        }
        StringJoiner shown = new StringJoiner("&", uri.substring(0, question + 1), "");
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = RequestTarget.decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            shown.add(
                    equals >= 0 && Secrets.isNameOfSecret(name)
                            ? parameter.substring(0, equals + 1) + Secrets.REMOVED
                            : parameter);
        }
        return shown.toString();
    }

    /**
     * Returns the number of lines that were dropped because they could not be written fast enough.
     */
    public long dropped() {
        return dropped.sum();
    }

    /** Exports the number of dropped lines. */
    public void watch(ServerMetrics metrics) {
        metrics.countedElsewhere(
                "balrog.request.log.dropped",
                "Lines of the request log that were dropped because they could not be written fast enough.",
                this::dropped);
    }

    /** Writes the queued lines, and stops. */
    @Override
    public void close() {
        if (!enabled) {
            return;
        }
        closing = true;
        LockSupport.unpark(writer);
        try {
            writer.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<Entry> batch = new ArrayList<>(BATCH);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        boolean last = false;
        while (!last) {
            last = closing;
            while (queue.drainTo(batch, BATCH) > 0) {
                lines.reset();
                switch (format) {
                    case MOZLOG -> writeJson(batch, lines);
                    case PLAIN -> writePlain(batch, lines);
                }
                batch.clear();
                try {
                    // One call, so that lines of other writers cannot be interleaved.
                    out.write(lines.toByteArray());
                    out.flush();
                } catch (IOException e) {
                    // A failure of the log itself cannot be reported.
                    return;
                }
            }
            if (!last) {
                // Waiting for an entry instead would make the event loop wake this thread for each.
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    private void writeJson(List<Entry> batch, ByteArrayOutputStream lines) {
        try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), lines, JsonEncoding.UTF8)) {
            for (Entry entry : batch) {
                generator.writeStartObject();
                mozlog.writeTo(generator, entry.epochMillis * 1_000_000, "request", Mozlog.INFO);
                generator.writeStringProperty("method", entry.method);
                generator.writeStringProperty("path", entry.path());
                generator.writeStringProperty("query", entry.query());
                generator.writeNumberProperty("status", entry.status);
                generator.writeNumberProperty("duration", entry.durationNanos / 1e9);
                generator.writeNumberProperty("bytes", entry.bytes);
                generator.writeStringProperty("agent", entry.agent);
                generator.writeStringProperty("remote", entry.remote());
                generator.writeStringProperty("forwarded_for", entry.forwardedFor);
                if (entry.route != null) {
                    generator.writeStringProperty("route", entry.route);
                }
                if (entry.user != null) {
                    generator.writeStringProperty("user", entry.user);
                }
                generator.writeEndObject();
                generator.writeEndObject();
            }
        }
        lines.write('\n');
    }

    private static void writePlain(List<Entry> batch, ByteArrayOutputStream lines) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : batch) {
            PlainLayout.appendTime(text, Instant.ofEpochMilli(entry.epochMillis));
            String line = String.format(
                    Locale.ROOT,
                    " %s %s %d %d bytes %.3f ms %s \"%s\"%s%s",
                    entry.method,
                    entry.uri,
                    entry.status,
                    entry.bytes,
                    entry.durationNanos / 1e6,
                    entry.remote(),
                    entry.agent == null ? "" : entry.agent,
                    entry.route == null ? "" : " " + entry.route,
                    entry.user == null ? "" : " by " + entry.user);
            text.append(PlainLayout.harmless(line)).append('\n');
        }
        lines.writeBytes(text.toString().getBytes(UTF_8));
    }

    private record Entry(
            long epochMillis,
            String method,
            String uri,
            int status,
            long durationNanos,
            long bytes,
            @Nullable String agent,
            @Nullable String forwardedFor,
            @Nullable SocketAddress address,
            @Nullable String route,
            @Nullable String user) {

        String path() {
            int mark = uri.indexOf('?');
            return mark < 0 ? uri : uri.substring(0, mark);
        }

        @Nullable
        String query() {
            int mark = uri.indexOf('?');
            return mark < 0 ? null : uri.substring(mark + 1);
        }

        String remote() {
            return address == null ? "unknown" : String.valueOf(address.hostAddress());
        }
    }
}
