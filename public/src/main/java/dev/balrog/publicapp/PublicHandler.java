// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.core.decision.UpdateAnswer.Header;
import dev.balrog.service.Answer;
import dev.balrog.service.BodyWriter;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.FixedHeaders;
import dev.balrog.service.RequestLog;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches requests from the HTTP server to the routes, and sends responses with the common
 * headers.
 */
final class PublicHandler implements Handler<HttpServerRequest> {
    /**
     * Security headers. No response is a web page, so browsers must not execute, embed or sniff
     * any.
     */
    private static final FixedHeaders SECURITY = FixedHeaders.of(
            "Strict-Transport-Security", "max-age=31536000;",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private static final PublicAnswer UNAVAILABLE = PublicAnswer.of(
                    503, PublicAnswer.TEXT, "Service temporarily unavailable.")
            .with("Cache-Control", "no-store")
            .with("Retry-After", "30");

    private static final PublicAnswer FAILED =
            PublicAnswer.of(500, PublicAnswer.TEXT, "Internal Server Error").with("Cache-Control", "no-store");

    private final PublicRoutes routes;
    private final PublicMetrics metrics;
    private final RequestLog requestLog;
    private final ErrorReporter errors;
    private final CharSequence cacheControl;

    PublicHandler(
            PublicRoutes routes,
            PublicMetrics metrics,
            RequestLog requestLog,
            ErrorReporter errors,
            String cacheControl) {
        this.routes = routes;
        this.metrics = metrics;
        this.requestLog = requestLog;
        this.errors = errors;
        this.cacheControl = HttpHeaders.createOptimized(cacheControl);
    }

    @Override
    public void handle(HttpServerRequest request) {
        SECURITY.setOn(request.response().headers());
        request.response().headers().set(HttpHeaders.CACHE_CONTROL, cacheControl);
        long start = metrics.now();
        Reply reply;
        try {
            reply = routes.reply(request.method().name(), request.uri(), request.getHeader(HttpHeaders.USER_AGENT));
        } catch (RuntimeException unforeseen) {
            // Reported here, not by the server, so that it is counted and logged like any other
            // response.
            report(request, unforeseen);
            reply = new Reply.Now(FAILED);
        }
        switch (reply) {
            case Reply.Now(var answer) -> send(request, answer, start);
            case Reply.By(var handler) -> handler.accept(request);
            case Reply.Shared(var answer, var bulkhead) -> {
                Context eventLoop = Objects.requireNonNull(Vertx.currentContext());
                answer.whenComplete((made, failure) ->
                        eventLoop.runOnContext(_ -> sendShared(request, bulkhead, made, failure, start)));
            }
            case Reply.Later(var answer) -> {
                Context eventLoop = Objects.requireNonNull(Vertx.currentContext());
                answer.whenComplete(
                        (made, failure) -> eventLoop.runOnContext(ignored -> send(request, made, failure, start)));
            }
        }
    }

    private void sendShared(
            HttpServerRequest request,
            ApiBulkhead bulkhead,
            ApiBulkhead.@Nullable SharedAnswer answer,
            @Nullable Throwable failure,
            long start) {
        HttpServerResponse response = request.response();
        if (answer == null || response.closed()) {
            bulkhead.done();
            send(request, null, failure, start);
            return;
        }
        if (!bulkhead.share(answer)) {
            bulkhead.done();
            send(request, bulkhead.busy(), start);
            return;
        }
        Runnable finished = new Runnable() {
            private boolean done;

            @Override
            public void run() {
                if (!done) {
                    done = true;
                    bulkhead.leave(answer);
                    bulkhead.done();
                }
            }
        };
        response.endHandler(_ -> finished.run());
        response.closeHandler(_ -> finished.run());
        send(request, answer.head(), answer.body(), start);
    }

    private void send(
            HttpServerRequest request, @Nullable PublicAnswer answer, @Nullable Throwable failure, long start) {
        if (failure != null) {
            report(request, failure);
        }
        if (!request.response().closed()) {
            send(request, answer == null ? UNAVAILABLE : answer, start);
        }
    }

    private void report(HttpServerRequest request, Throwable failure) {
        errors.report(failure, Map.of("method", request.method().name(), "uri", request.uri()));
    }

    private void send(HttpServerRequest request, PublicAnswer answer, long start) {
        send(request, answer, BodyWriter.shared(answer.body().getBytes(UTF_8)), start);
    }

    private void send(HttpServerRequest request, PublicAnswer answer, Buffer body, long start) {
        HttpServerResponse response = request.response();
        response.headers().set(HttpHeaders.CONTENT_TYPE, answer.contentType());
        for (Header header : answer.headers()) {
            response.headers().set(header.name(), header.value());
        }
        metrics.answered(request.method().name(), request.uri(), answer.status(), start);
        Answer.send(request, response, answer.status(), body);
        requestLog.log(request, answer.status(), body.length(), metrics.now() - start);
    }
}
