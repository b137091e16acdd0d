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

/** The endpoints by which Dockerflow watches a service: is it healthy, is it up, which version is it? */
public final class DockerflowEndpoints {

    /** The path of {@link #heartbeat}. */
    public static final String HEARTBEAT = "/__heartbeat__";
    /** The path of {@link #lbHeartbeat}. */
    public static final String LB_HEARTBEAT = "/__lbheartbeat__";
    /** The path of {@link #version}. */
    public static final String VERSION = "/__version__";

    private static final Logger LOG = LoggerFactory.getLogger(DockerflowEndpoints.class);

    // HTML is what the reference calls these two, though they are plain text.
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
     * Makes the endpoints.
     *
     * @param check says something short when all that the service depends on works, and throws when not; it may block,
     *     and never runs twice at a time
     * @param timeout how long a heartbeat waits for the check
     * @param versionFile a JSON file that says what is deployed, read now; null or missing: {@code build} is said
     */
    public DockerflowEndpoints(Callable<String> check, Duration timeout, @Nullable Path versionFile, BuildInfo build) {
        this.check = check;
        this.timeout = timeout;
        this.version = versionAnswer(versionFile, build);
    }

    /** Answers 200 with what the check says, or 502 if it fails or takes too long. */
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

    /** Answers 200 as long as requests are served at all. */
    public void lbHeartbeat(HttpServerRequest request) {
        UP.send(request);
    }

    /** Answers with what is deployed. */
    public void version(HttpServerRequest request) {
        version.send(request);
    }

    /** Joins the check that is running, so that heartbeats cannot pile up on a database that hangs. */
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
