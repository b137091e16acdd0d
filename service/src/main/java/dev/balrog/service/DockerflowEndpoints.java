// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * <a href="https://github.com/mozilla-services/Dockerflow">Dockerflow</a> endpoints of a service:
 * health check, liveness and version.
 */
public final class DockerflowEndpoints {

    /** Path of {@link #heartbeat}. */
    public static final String HEARTBEAT = "/__heartbeat__";
    /** Path of {@link #lbHeartbeat}. */
    public static final String LB_HEARTBEAT = "/__lbheartbeat__";
    /** Path of {@link #version}. */
    public static final String VERSION = "/__version__";

    private static final Logger LOG = LoggerFactory.getLogger(DockerflowEndpoints.class);

    // Mozilla's Balrog labels these two as HTML, though they are plain text.
    private static final FixedHeaders HEARTBEAT_HEADERS =
            FixedHeaders.of("Content-Type", "text/html; charset=utf-8", "Cache-Control", "public, max-age=60");
    private static final Answer UNHEALTHY =
            new Answer(502, HEARTBEAT_HEADERS, Buffer.buffer("Can't connect to the database."));
    private static final Answer UP = new Answer(
            200,
            FixedHeaders.of("Content-Type", "text/html; charset=utf-8", "Cache-Control", "no-cache"),
            Buffer.buffer("OK!"));

    private final Callable<String> check;
    private final Duration timeout;
    private final Answer version;
    private @Nullable CompletableFuture<String> running;

    /**
     * Creates the endpoints.
     *
     * @param check health check; returns a short string if all dependencies of the service work,
     *     and throws if not; it may block, and never runs concurrently
     * @param timeout maximum wait of a heartbeat for the check
     * @param versionFile JSON file that describes the deployed version, read now; if null or
     *     missing, {@code build} is returned instead
     */
    public DockerflowEndpoints(Callable<String> check, Duration timeout, @Nullable Path versionFile, BuildInfo build) {
        this.check = check;
        this.timeout = timeout;
        this.version = versionAnswer(versionFile, build);
    }

    /** Responds with 200 and the result of the check, or 502 if it fails or times out. */
    public void heartbeat(HttpServerRequest request) {
        Context eventLoop = Objects.requireNonNull(Vertx.currentContext(), "called outside of an event loop");
        CompletableFuture<Void> _ = checkOnce()
                .copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((text, error) ->
                        error == null ? new Answer(200, HEARTBEAT_HEADERS, Buffer.buffer(text)) : UNHEALTHY)
                .thenAccept(answer -> eventLoop.runOnContext(go -> {
                    if (!request.response().closed()) {
                        answer.send(request);
                    }
                }));
    }

    /** Responds with 200 as long as requests are served at all. */
    public void lbHeartbeat(HttpServerRequest request) {
        UP.send(request);
    }

    /** Responds with the deployed version. */
    public void version(HttpServerRequest request) {
        version.send(request);
    }

    /**
     * Starts the check or joins the running one, so that heartbeats can't pile up on a hanging
     * database.
     */
    private synchronized CompletableFuture<String> checkOnce() {
        CompletableFuture<String> current = running;
        if (current == null) {
            current = new CompletableFuture<>();
            running = current;
            CompletableFuture<String> started = current;
            Thread.ofVirtual().name("heartbeat").start(() -> runCheck(started));
        }
        return current;
    }

    private void runCheck(CompletableFuture<String> result) {
        try {
            String text = check.call();
            finished();
            result.complete(text);
        } catch (Throwable error) {
            LOG.warn("The heartbeat failed: {}", error.toString());
            finished();
            result.completeExceptionally(error);
        }
    }

    private synchronized void finished() {
        running = null;
    }

    private static Answer versionAnswer(@Nullable Path file, BuildInfo build) {
        FixedHeaders json = FixedHeaders.of("Content-Type", "application/json");
        if (file != null && Files.exists(file)) {
            try {
                Buffer body = Buffer.buffer(Files.readAllBytes(file));
                return new Answer(200, json.and(FixedHeaders.of("Cache-Control", "no-cache")), body);
            } catch (IOException e) {
                LOG.warn("The version file {} cannot be read: {}", file, e.toString());
            }
        }
        Map<String, String> members =
                new TreeMap<>(Map.of("source", build.source(), "version", build.version(), "commit", build.commit()));
        return new Answer(200, json, Buffer.buffer(new JsonMapper().writeValueAsBytes(members)));
    }
}
