// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.netty.util.ResourceLeakDetector;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.0 and HTTP/1.1 server that passes every request to one handler, on event loops that must
 * not be blocked.
 *
 * <p>The handler gets a request's target as the client sent it: it is not decoded, normalized or
 * rejected before. Only requests that can't be read as HTTP or exceed a limit are rejected here:
 * 414 for a request line and 431 for headers over the limit, 413 for a body over the limit, 505 for
 * another HTTP version, 400 for the rest, and for HTTP/1.1 without exactly one Host header. Such
 * requests are counted, and logged like others. Every response has a Date header. An exception from
 * the handler is reported, and the response is 500.
 */
public final class HttpService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
    private static final int ACCEPT_BACKLOG = 4_096;
    private static final long START_SECONDS = 30;

    static {
        setUnlessSet("vertx.disableDnsResolver");
        setUnlessSet("vertx.disableContextTimings");
        setUnlessSet("vertx.disableTCCL");
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    private final List<Vertx> vertxes;
    private final List<HttpListener> listeners = new CopyOnWriteArrayList<>();
    private final HttpCounters counters = new HttpCounters();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final boolean nativeTransport = OneLoopTransport.usable();
    private @Nullable EventLoopWatchdog watchdog;

    private HttpService(HttpSettings settings) {
        if (nativeTransport) {
            vertxes = Stream.generate(() -> Vertx.builder()
                            .with(options(1))
                            .withTransport(new OneLoopTransport())
                            .build())
                    .limit(settings.eventLoops())
                    .toList();
        } else {
            vertxes = List.of(Vertx.vertx(options(settings.eventLoops())));
        }
    }

    /**
     * Starts listening, without a log of rejected requests.
     *
     * @see #start(HttpSettings, InstantSource, Handler, ErrorReporter, RequestLog)
     */
    public static HttpService start(
            HttpSettings settings, InstantSource clock, Handler<HttpServerRequest> handler, ErrorReporter errors)
            throws IOException {
        return start(settings, clock, handler, errors, null);
    }

    /**
     * Starts listening; returns when connections are accepted.
     *
     * @param clock clock for the Date header
     * @param handler handler of requests, called on the event loop of each connection
     * @param errors receiver of the handler's exceptions
     * @param log log of requests that are rejected before the handler sees them; null for none
     * @throws IOException if the listen address can't be bound; the message names it and the reason
     */
    public static HttpService start(
            HttpSettings settings,
            InstantSource clock,
            Handler<HttpServerRequest> handler,
            ErrorReporter errors,
            @Nullable RequestLog log)
            throws IOException {
        return start(settings, clock, handler, errors, log, null);
    }

    /**
     * Starts listening; returns when connections are accepted.
     *
     * @param fastPath handler that is asked before {@code handler} for simple requests; null for
     *     none
     * @throws IOException if the listen address can't be bound; the message names it and the reason
     * @see #start(HttpSettings, InstantSource, Handler, ErrorReporter, RequestLog)
     */
    public static HttpService start(
            HttpSettings settings,
            InstantSource clock,
            Handler<HttpServerRequest> handler,
            ErrorReporter errors,
            @Nullable RequestLog log,
            @Nullable FastPathHandler fastPath)
            throws IOException {
        int port = availablePort(settings);
        HttpService service = new HttpService(settings);
        SocketAddress address = SocketAddress.inetSocketAddress(port, settings.host());
        HttpServerOptions options = options(settings);
        List<Future<String>> started = service.vertxes.stream()
                .map(vertx -> vertx.deployVerticle(
                        () -> {
                            HttpListener listener = new HttpListener(
                                    settings,
                                    address,
                                    options,
                                    clock,
                                    handler,
                                    errors,
                                    log,
                                    fastPath,
                                    service.counters);
                            service.listeners.add(listener);
                            return listener;
                        },
                        new DeploymentOptions().setInstances(settings.eventLoops() / service.vertxes.size())))
                .toList();
        try {
            Future.all(started).await(START_SECONDS, TimeUnit.SECONDS);
            if (settings.eventLoopTimeout().isPositive()) {
                service.watchdog = EventLoopWatchdog.start(
                        service.listeners, settings.eventLoopTimeout(), Runtime.getRuntime()::halt);
            }
            return service;
        } catch (Exception e) {
            service.close();
            throw cannotListen(settings, e);
        }
    }

    /** Returns the listening port, also if the settings asked for any free one. */
    public int port() {
        return listeners.getFirst().port();
    }

    /** Returns the number of open connections. */
    public int openConnections() {
        return counters.open().get();
    }

    /** Returns the number of connections that were closed because too many were open. */
    public long refusedConnections() {
        return counters.refused().sum();
    }

    /** Exports the counters of connections and requests. */
    public void watch(ServerMetrics metrics) {
        counters.watch(metrics);
    }

    /** Returns whether the native transport (epoll) is used instead of Java's portable one. */
    public boolean nativeTransport() {
        return nativeTransport;
    }

    /**
     * Stops: accepts no new connections, closes idle ones, and finishes requests in flight, with
     * {@code Connection: close}, before it closes theirs. Further calls do nothing.
     *
     * @param grace maximum wait for requests in flight; those that take longer are aborted
     */
    public void stop(Duration grace) {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        EventLoopWatchdog watching = watchdog;
        if (watching != null) {
            watching.close();
        }
        Future<?> drained = Future.join(
                listeners.stream().map(listener -> listener.stop(grace)).toList());
        await(drained, grace);
        await(Future.join(vertxes.stream().map(Vertx::close).toList()), Duration.ZERO);
    }

    /** Stops without waiting for requests in flight. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    private static void await(Future<?> future, Duration grace) {
        try {
            future.await(grace.plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("The HTTP server did not stop in time.");
        }
    }

    /**
     * Returns the port to listen on, after checking that the listen address is free.
     *
     * <p>The listeners share the port, and the operating system lets other processes of the same
     * user share it too: without this check, a server that is started twice by mistake would go
     * unnoticed.
     */
    private static int availablePort(HttpSettings settings) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw cannotListen(settings, e);
        }
    }

    private static IOException cannotListen(HttpSettings settings, Exception cause) {
        return new IOException(
                "Cannot listen on " + settings.host() + " port " + settings.port() + ": " + cause.getMessage(), cause);
    }

    private static VertxOptions options(int eventLoops) {
        return new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                .setBlockedThreadCheckInterval(5)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static HttpServerOptions options(HttpSettings settings) {
        return new HttpServerOptions()
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setTcpNoDelay(true)
                .setStrictThreadMode(true)
                .setHandle100ContinueAutomatically(settings.maxBodyBytes() > 0)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(settings.maxInitialLineLength())
                .setMaxHeaderSize(settings.maxHeaderSize())
                .setDecoderInitialBufferSize(512);
    }

    private static void setUnlessSet(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }
}
