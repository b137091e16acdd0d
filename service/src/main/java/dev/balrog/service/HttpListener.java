// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Part of an {@link HttpService} that runs on one event loop. */
final class HttpListener extends VerticleBase {

    private static final long SWEEP_MILLIS = 250;
    /**
     * Delay before a rejection, in which bytes in transit arrive: closing with unread data would
     * destroy the response.
     */
    private static final long REFUSAL_DELAY_MILLIS = 100;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Answer INTERNAL_ERROR = Answer.text(500, "Internal Server Error");
    private static final Answer BODY_TOO_LARGE = Answer.text(413, "Content Too Large");
    private static final Answer LINE_TOO_LONG = Answer.text(414, "URI Too Long");
    private static final Answer HEADERS_TOO_LARGE = Answer.text(431, "Request Header Fields Too Large");
    private static final Answer BAD_REQUEST = Answer.text(400, "Bad Request");
    private static final Answer VERSION_NOT_SUPPORTED = Answer.text(505, "HTTP Version Not Supported");

    private final HttpServerOptions options;
    private final SocketAddress address;
    private final long maxBodyBytes;
    private final InstantSource clock;
    private final Handler<HttpServerRequest> handler;
    private final ErrorReporter errors;
    private final Connections connections;
    private final HttpCounters counters;
    private final @Nullable RequestLog log;
    private final @Nullable FastPath fastPath;
    private @Nullable HttpServer server;
    private @Nullable Thread thread;
    /** Counter that grows as long as the event loop runs. */
    private volatile long ticks;

    private long dateSecond = Long.MIN_VALUE;
    private CharSequence date = "";

    HttpListener(
            HttpSettings settings,
            SocketAddress address,
            HttpServerOptions options,
            InstantSource clock,
            Handler<HttpServerRequest> handler,
            ErrorReporter errors,
            @Nullable RequestLog log,
            @Nullable FastPathHandler fastPath,
            HttpCounters counters) {
        this.options = options;
        this.address = address;
        this.maxBodyBytes = settings.maxBodyBytes();
        this.clock = clock;
        this.handler = handler;
        this.errors = errors;
        this.log = log;
        this.counters = counters;
        this.fastPath = fastPath == null ? null : new FastPath(fastPath, settings);
        this.connections = new Connections(settings, counters, this.fastPath, System.nanoTime());
    }

    @Override
    public Future<?> start() {
        thread = Thread.currentThread();
        tick();
        vertx.setPeriodic(SWEEP_MILLIS, id -> tick());
        HttpServer created = vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(this::handle)
                .invalidRequestHandler(this::refuse);
        server = created;
        return created.listen(address);
    }

    int port() {
        HttpServer listening = server;
        return listening == null ? 0 : listening.actualPort();
    }

    /** Stops listening; the future completes when all connections of this event loop are closed. */
    Future<Void> stop(Duration grace) {
        HttpServer listening = server;
        if (listening == null) {
            return Future.succeededFuture();
        }
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(go -> {
            connections.announceClose();
            listening.shutdown(grace).onComplete(stopped);
        });
        return stopped.future();
    }

    /** Returns the number of ticks of the event loop; thread-safe. */
    long ticks() {
        return ticks;
    }

    /** Returns the thread of the event loop; null before the start. */
    @Nullable
    Thread thread() {
        return thread;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written only by the event loop
    private void tick() {
        ticks++;
        connections.sweep(System.nanoTime());
        long second = clock.instant().getEpochSecond();
        if (second != dateSecond) {
            dateSecond = second;
            String formatted = HTTP_DATE.format(clock.instant());
            date = HttpHeaders.createOptimized(formatted);
            if (fastPath != null) {
                fastPath.setDate(formatted);
            }
        }
    }

    private void handle(HttpServerRequest request) {
        connections.received(request);
        request.response().headers().set(HttpHeaders.DATE, date);
        if (bodyTooLarge(request)) {
            reject(BODY_TOO_LARGE, request);
            return;
        }
        try {
            handler.handle(request);
        } catch (Throwable error) {
            fail(request, error);
        }
    }

    private boolean bodyTooLarge(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            // The decoder guarantees a number.
            return Long.parseLong(length) > maxBodyBytes;
        }
        return maxBodyBytes == 0 && request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private void fail(HttpServerRequest request, Throwable error) {
        errors.report(error, Map.of("method", request.method().name(), "uri", request.uri()));
        HttpServerResponse response = request.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            request.connection().close();
            return;
        }
        response.headers().clear();
        response.headers().set(HttpHeaders.DATE, date);
        closeAfter(INTERNAL_ERROR, request);
    }

    private void closeAfter(Answer answer, HttpServerRequest request) {
        connections.closeSoon(request);
        request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answer.send(request);
    }

    /**
     * Rejects a request that could not be decoded; Vert.x closes the connection after the response.
     */
    private void refuse(HttpServerRequest request) {
        connections.received(request);
        Throwable cause = request.decoderResult().cause();
        Answer answer = switch (cause) {
            case TooLongHttpLineException tooLong -> LINE_TOO_LONG;
            case TooLongHttpHeaderException tooLarge -> HEADERS_TOO_LARGE;
            case RejectedRequestException rejected when rejected.status() == 505 -> VERSION_NOT_SUPPORTED;
            case null, default -> BAD_REQUEST;
        };
        vertx.setTimer(REFUSAL_DELAY_MILLIS, id -> {
            if (!request.response().closed()) {
                request.response().headers().set(HttpHeaders.DATE, date);
                reject(answer, request);
            }
        });
    }

    /** Rejects a request that the handler never sees, and counts and logs it. */
    private void reject(Answer answer, HttpServerRequest request) {
        counters.rejected(answer.status()).increment();
        if (log != null) {
            log.log(request, answer.status(), answer.body().length(), 0);
        }
        closeAfter(answer, request);
    }
}
