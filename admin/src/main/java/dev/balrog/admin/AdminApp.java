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

/** Running admin app. */
public final class AdminApp implements AutoCloseable {
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Heap that processing takes per byte of a body: string, tree and validation; measured, rounded
     * up.
     */
    private static final int HEAP_PER_BODY_BYTE = 16;
    /** Timeout for body memory: a third of the timeout for receiving a request. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpService http;
    private final Duration grace;

    private AdminApp(HttpService http, Duration grace) {
        this.http = http;
        this.grace = grace;
    }

    /**
     * Starts the app; returns when it accepts requests.
     *
     * @param handlers handlers of the operations of the contract, by {@code operationId}
     * @param authenticator authenticates users for the operations that need a login
     * @param check health check of all dependencies; returns a short message, and throws on
     *     failure; may block
     * @throws IllegalArgumentException when an operation has no handler, or a handler has no
     *     operation
     * @throws IOException when the server can't listen on the address
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
                BodyBudget.of(Runtime.getRuntime().maxMemory() / HEAP_PER_BODY_BYTE, TIMEOUT),
                anonymous);
        HttpService http = HttpService.start(settings.http(), clock, handler, errors, log);
        measured.watch(http);
        return new AdminApp(http, settings.grace());
    }

    /** Returns the port on which the server listens. */
    public int port() {
        return http.port();
    }

    /** Finishes the requests in flight, then stops. */
    @Override
    public void close() {
        http.stop(grace);
    }
}
