// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import dev.balrog.admin.AdminApp;
import dev.balrog.admin.AdminBackend;
import dev.balrog.admin.AdminSettings;
import dev.balrog.admin.NotificationTasks;
import dev.balrog.admin.contract.AuthenticationException;
import dev.balrog.admin.contract.Authenticator;
import dev.balrog.admin.feed.ChangeFeed;
import dev.balrog.auth.IdentityProvider;
import dev.balrog.auth.TokenAuthenticator;
import dev.balrog.auth.TokenSubject;
import dev.balrog.auth.UnauthenticatedException;
import dev.balrog.change.Principal;
import dev.balrog.cli.history.HistoryStores;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.LogSettings;
import dev.balrog.service.Problem;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.ConnectionPool;
import dev.balrog.store.CountingSocketFactory;
import dev.balrog.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Admin app with its metrics and error reporting. */
public final class AdminServer implements AutoCloseable {
    private final ServerParts parts = new ServerParts();
    private int port;

    private AdminServer() {}

    /**
     * Starts the server; returns when it accepts requests. The metrics and the error reporter are
     * closed with the server, or if it can't be started.
     *
     * @throws CommandFailure if it can't listen, or if the history of releases can't be stored as
     *     configured
     * @throws StoreException if the database can't be reached, or its schema is not up to date
     */
    public static AdminServer start(
            AdminSettings settings, LogSettings logSettings, ServerMetrics metrics, ErrorReporter errors) {
        AdminServer server = new AdminServer();
        ServerParts parts = server.parts;
        parts.add(errors);
        parts.add(metrics);
        InstantSource clock = InstantSource.system();
        RequestLog requestLog = parts.add(new RequestLog(logSettings, System.out, clock));
        try {
            AdminBackend backend = parts.add(AdminBackend.open(
                    settings,
                    HistoryStores.open(settings.database(), settings.history()),
                    new DeliveryMetrics(metrics),
                    Clock.systemUTC()));
            watch(metrics, backend, requestLog);
            parts.add(backend.watchAudit(settings.history().releases().isPresent(), metrics, errors));
            parts.add(backend.watchJobs(metrics));
            Optional<NotificationTasks> notifications = backend.startNotifications(settings, metrics);
            notifications.ifPresent(parts::add);
            TokenAuthenticator tokens =
                    parts.add(new TokenAuthenticator(provider(settings), backend::storedName, clock));
            AdminApp app = parts.add(AdminApp.start(
                    settings,
                    backend.handlers(notifications),
                    authenticator(tokens),
                    backend::check,
                    clock,
                    metrics,
                    requestLog,
                    errors));
            // Streams have no end of their own, so the app would wait for them.
            parts.add(backend.feed());
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

    private static void watch(ServerMetrics metrics, AdminBackend backend, RequestLog requestLog) {
        ConnectionPool pool = backend.connections();
        metrics.connectionPool(pool::active, pool::idle, pool::waiting, pool.max());
        metrics.databaseLoad(pool::statements, CountingSocketFactory::sentBytes, CountingSocketFactory::receivedBytes);
        metrics.gauge(
                "balrog.history.queue",
                "Revisions of releases that are queued for delivery to the history.",
                backend::queuedRevisions);
        ChangeFeed feed = backend.feed();
        metrics.gauge("balrog.event.streams", "Open streams of events.", feed::streams);
        metrics.countedElsewhere(
                "balrog.event.streams.rejected",
                "Streams of events that were rejected with 503 because too many were open.",
                feed::rejected);
        metrics.countedElsewhere(
                "balrog.event.streams.lagging",
                "Streams of events that were ended because their clients were too slow.",
                feed::lagging);
        backend.trafficSamples().export(metrics);
        requestLog.watch(metrics);
    }

    private static IdentityProvider provider(AdminSettings settings) {
        AdminSettings.Identity identity = settings.identity();
        return new IdentityProvider(
                identity.issuer().toString(),
                identity.audience(),
                identity.keys(),
                identity.machines(),
                settings.systemAccounts(),
                identity.acceptUnverifiedEmails());
    }

    private static Authenticator authenticator(TokenAuthenticator tokens) {
        return (authorization, accessToken) -> {
            try {
                return switch (tokens.authenticate(authorization, accessToken)) {
                    case TokenSubject.Person(String name) -> new Principal.Person(name);
                    case TokenSubject.Client(String name) -> new Principal.ServiceAccount(name);
                };
            } catch (UnauthenticatedException e) {
                throw new AuthenticationException(problem(e));
            }
        };
    }

    /** Returns the problem document. Its title and detail are part of the API. */
    private static Problem problem(UnauthenticatedException e) {
        return e.isUnknownUser()
                ? new Problem(403, "Forbidden", "Authorization Required")
                : new Problem(
                        401,
                        "Forbidden",
                        "PermissionDeniedError",
                        Map.of("exception", "Permission denied to perform the request. " + e.getMessage()));
    }

    /** Adds a part that is closed before all parts added earlier. */
    void closeLater(AutoCloseable part) {
        parts.add(part);
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return port;
    }

    /** Completes the requests in flight, then stops. The error reporter is closed last. */
    @Override
    public void close() {
        parts.close();
    }
}
