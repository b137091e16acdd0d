// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Authenticator;
import dev.balrog.admin.contract.Contract;
import dev.balrog.admin.contract.Handler;
import dev.balrog.admin.contract.Handlers;
import dev.balrog.service.BodyBudget;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.DockerflowEndpoints;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.HttpService;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;

/** The admin app, running. */
public final class AdminApp implements AutoCloseable {
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);

    /** What a byte of a body takes while it is worked on, as text, as tree, and checked; measured, and rounded up. */
    private static final int HEAP_PER_BODY_BYTE = 16;
    /** A third of the time in which a request has to be there. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpService http;
    private final Duration grace;

    private AdminApp(HttpService http, Duration grace) {
        this.http = http;
        this.grace = grace;
    }

    /**
     * Starts the app; returns when it answers.
     *
     * @param handlers who answers the operations of the contract, by {@code operationId}
     * @param authenticator finds out who asks, where that has to be known
     * @param check says something short when all that the app depends on works, and throws when not; may block
     * @throws IllegalArgumentException when an operation has no handler, or a handler has no operation
     * @throws IOException when the address can't be listened on
     */
    public static AdminApp start(
            AdminSettings settings,
            Map<String, Handler> handlers,
            Authenticator authenticator,
            Callable<String> check,
            InstantSource clock,
            ServerMetrics metrics,
            RequestLog log,
            ErrorReporter errors)
            throws IOException {
        Contract contract = Contract.load();
        AdminMetrics measured = new AdminMetrics(metrics);
        AnonymousBulkhead anonymous = new AnonymousBulkhead(AnonymousBulkhead.Limits.of(
                Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors()));
        measured.watch(anonymous);
        measured.exportServerErrors(contract.operations());
        AdminHandler handler = new AdminHandler(
                new AdminApi(
                        contract,
                        Handlers.bind(contract, handlers),
                        authenticator,
                        errors,
                        settings.http().maxBodyBytes(),
                        settings.anonymousRead(),
                        anonymous),
                new ApiDocs(contract.document()),
                new UserInterface(
                        UiResources.read(AdminApp.class.getClassLoader()), settings.ui(), settings.identity()),
                new DockerflowEndpoints(
                        check, HEARTBEAT_TIMEOUT, settings.versionFile().orElse(null), BuildInfo.current()),
                new SecurityHeaders(settings.headers()),
                measured,
                log,
                errors,
                BodyBudget.of(Runtime.getRuntime().maxMemory() / HEAP_PER_BODY_BYTE, PATIENCE),
                anonymous);
        HttpService http = HttpService.start(settings.http(), clock, handler, errors, log);
        measured.watch(http);
        return new AdminApp(http, settings.grace());
    }

    /** The port that is listened on. */
    public int port() {
        return http.port();
    }

    /** Finishes what is in flight, then stops. */
    @Override
    public void close() {
        http.stop(grace);
    }
}
