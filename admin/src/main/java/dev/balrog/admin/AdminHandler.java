// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Operation;
import dev.balrog.admin.contract.Reply;
import dev.balrog.service.Answer;
import dev.balrog.service.BlockingHandler;
import dev.balrog.service.BodyBudget;
import dev.balrog.service.DockerflowEndpoints;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.RequestLog;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.Optional;

/** HTTP entry point: sets common headers, serves pages and health checks, and logs requests. */
final class AdminHandler implements Handler<HttpServerRequest> {
    private static final String PREFIX = "/api";

    private final AdminApi api;
    private final ApiDocs docs;
    private final UserInterface ui;
    private final DockerflowEndpoints dockerflow;
    private final SecurityHeaders headers;
    private final AdminMetrics metrics;
    private final RequestLog log;
    private final ErrorReporter errors;
    private final BodyBudget bodies;
    private final AnonymousBulkhead anonymous;

    AdminHandler(
            AdminApi api,
            ApiDocs docs,
            UserInterface ui,
            DockerflowEndpoints dockerflow,
            SecurityHeaders headers,
            AdminMetrics metrics,
            RequestLog log,
            ErrorReporter errors,
            BodyBudget bodies,
            AnonymousBulkhead anonymous) {
        this.api = api;
        this.docs = docs;
        this.ui = ui;
        this.dockerflow = dockerflow;
        this.headers = headers;
        this.metrics = metrics;
        this.log = log;
        this.errors = errors;
        this.bodies = bodies;
        this.anonymous = anonymous;
    }

    @Override
    public void handle(HttpServerRequest request) {
        headers.setOn(request);
        String asked = Objects.requireNonNullElse(request.path(), "");
        String path = asked.startsWith(PREFIX + "/") ? asked.substring(PREFIX.length()) : asked;
        switch (path) {
            case DockerflowEndpoints.HEARTBEAT -> dockerflow.heartbeat(request);
            case DockerflowEndpoints.LB_HEARTBEAT -> dockerflow.lbHeartbeat(request);
            case DockerflowEndpoints.VERSION -> dockerflow.version(request);
            default -> work(request, path);
        }
    }

    private void work(HttpServerRequest request, String path) {
        RequestContext context = new RequestContext(System.nanoTime());
        request.response().endHandler(end -> {
            context.sent();
            record(request, context);
        });
        request.response().closeHandler(closed -> context.sent());
        Optional<Answer> shown = ui.answer(request);
        if (shown.isPresent()) {
            shown.get().send(request);
            return;
        }
        BlockingHandler.Reception reception = asked -> {
            Optional<Reply> page = docs.reply(asked.method().name(), path);
            return page.isPresent()
                    ? new BlockingHandler.Entry.Answered(
                            anonymous.answer(asked, context, () -> ResponseEncoder.answer(asked, page.get())))
                    : api.receive(asked, context);
        };
        new BlockingHandler(reception, bodies, errors).handle(request);
    }

    private void record(HttpServerRequest request, RequestContext context) {
        long nanos = System.nanoTime() - context.startNanos();
        int status = request.response().getStatusCode();
        Operation operation = context.operation();
        if (operation != null && !context.isStreamed()) {
            metrics.answered(operation, status, nanos);
        }
        log.log(
                request,
                status,
                request.response().bytesWritten(),
                nanos,
                operation == null ? null : operation.id(),
                context.userName());
    }
}
