// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import dev.balrog.cli.run.CommandFailure;
import dev.balrog.publicapp.PublicApp;
import dev.balrog.publicapp.PublicSettings;
import dev.balrog.service.Answer;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.LogSettings;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Public app with its metrics and error reporting. */
public final class PublicServer implements AutoCloseable {
    /** Fast and thread-safe source of random numbers. */
    private static final RandomGenerator RANDOM =
            () -> ThreadLocalRandom.current().nextLong();

    private final ServerParts parts;
    private final PublicApp app;

    private PublicServer(ServerParts parts, PublicApp app) {
        this.parts = parts;
        this.app = app;
    }

    /**
     * Starts the server; returns when it accepts requests. The metrics and the error reporter are
     * closed with the server, or if it can't be started.
     *
     * @throws CommandFailure if it can't listen, or if the signing keys can't be used
     */
    public static PublicServer start(
            PublicSettings settings, LogSettings logSettings, ServerMetrics metrics, ErrorReporter errors) {
        ServerParts parts = new ServerParts();
        parts.add(errors);
        parts.add(metrics);
        InstantSource clock = InstantSource.system();
        RequestLog requestLog = parts.add(new RequestLog(logSettings, System.out, clock));
        requestLog.watch(metrics);
        try {
            PublicApp app = PublicApp.start(settings, RANDOM, clock, metrics, requestLog, errors);
            return new PublicServer(parts, parts.add(app));
        } catch (IOException | IllegalArgumentException wrong) {
            parts.close();
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        } catch (RuntimeException failure) {
            parts.close();
            throw failure;
        }
    }

    /** Adds a part that is closed before all parts added earlier. */
    public void closeLater(AutoCloseable part) {
        parts.add(part);
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return app.port();
    }

    /** Returns what is served beside the metrics, by path. */
    public Map<String, Supplier<Answer>> pages() {
        return app.pages();
    }

    /** Completes the requests in flight, then stops. The error reporter is closed last. */
    @Override
    public void close() {
        parts.close();
    }
}
