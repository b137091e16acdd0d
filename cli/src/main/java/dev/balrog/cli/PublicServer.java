// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.publicapp.PublicApp;
import dev.balrog.publicapp.PublicSettings;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.LogSettings;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The public app together with its metrics and error reports. */
final class PublicServer implements AutoCloseable {
    /** Cheap, and safe for any thread. */
    private static final RandomGenerator RANDOM =
            () -> ThreadLocalRandom.current().nextLong();

    private final ServerParts parts = new ServerParts();

    private int port;

    private PublicServer() {}

    /**
     * Starts the server; returns when it answers. It closes the metrics and the reporter when it is closed, or can't be
     * started.
     *
     * @throws CommandFailure when it can't listen, or when the keys for signing can't be used
     */
    static PublicServer start(
            PublicSettings settings, LogSettings logSettings, ServerMetrics metrics, ErrorReporter errors) {
        PublicServer server = new PublicServer();
        server.closeLater(errors);
        server.closeLater(metrics);
        InstantSource clock = InstantSource.system();
        RequestLog requestLog = new RequestLog(logSettings, System.out, clock);
        server.closeLater(requestLog);
        requestLog.watch(metrics);
        try {
            PublicApp app = PublicApp.start(settings, RANDOM, clock, metrics, requestLog, errors);
            server.closeLater(app);
            server.port = app.port();
            return server;
        } catch (IOException | IllegalArgumentException wrong) {
            server.close();
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    /** Adds something that is closed before all that was there before. */
    void closeLater(AutoCloseable part) {
        parts.add(part);
    }

    /** The port that is listened on. */
    int port() {
        return port;
    }

    /** Finishes what is in flight, then stops; errors are reported to the last. */
    @Override
    public void close() {
        parts.close();
    }
}
