// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.core.decision.UpdateAnswer.Header;
import dev.balrog.service.Answer;
import dev.balrog.service.BodyWriter;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.FastPathHandler;
import dev.balrog.service.FixedHeaders;
import dev.balrog.service.HeaderBlock;
import dev.balrog.service.RequestLog;
import dev.balrog.service.SimpleRequest;
import dev.balrog.service.SimpleResponse;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches requests from the HTTP server to the routes, and sends responses with the common
 * headers.
 */
final class PublicHandler implements Handler<HttpServerRequest>, FastPathHandler {
    /**
     * Security headers. No response is a web page, so browsers must not execute, embed or sniff
     * any.
     */
    private static final FixedHeaders SECURITY = FixedHeaders.of(
            "Strict-Transport-Security", "max-age=31536000;",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private static final HeaderBlock SECURITY_BLOCK = HeaderBlock.of(SECURITY);

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
    /** Headers of all responses; a response may replace the Cache-Control among them. */
    private final FixedHeaders common;

    private final HeaderBlock commonBlock;

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
        this.common = SECURITY.and(FixedHeaders.of("cache-control", cacheControl));
        this.commonBlock = HeaderBlock.of(common);
    }

    @Override
    public @Nullable SimpleResponse answer(SimpleRequest request, SocketAddress remote) {
        long start = metrics.now();
        PublicAnswer answer;
        try {
            answer = routes.answerAtOnce(request.target(), request.userAgent());
        } catch (RuntimeException unforeseen) {
            report("GET", request.target(), unforeseen);
            answer = FAILED;
        }
        if (answer == null) {
            return null;
        }
        byte[] body = answer.body().getBytes(UTF_8);
        metrics.answered("GET", request.target(), answer.status(), start);
        requestLog.log(request, remote, answer.status(), body.length, metrics.now() - start);
        HeaderBlock block = isCachedByDefault(answer) ? commonBlock : SECURITY_BLOCK;
        return new SimpleResponse(answer.status(), block, answer.contentType(), answer.headers(), body);
    }

    private static boolean isCachedByDefault(PublicAnswer answer) {
        for (Header header : answer.headers()) {
            if (header.name().equals("Cache-Control")) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void handle(HttpServerRequest request) {
        common.setOn(request.response().headers());
        long start = metrics.now();
        Reply reply;
        try {
            reply = routes.reply(request.method().name(), request.uri(), request.getHeader(HttpHeaders.USER_AGENT));
        } catch (RuntimeException unforeseen) {
            // Reported here, not by the server, so that it is counted and logged like any other
            // response.
            report(request.method().name(), request.uri(), unforeseen);
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
            report(request.method().name(), request.uri(), failure);
        }
        if (!request.response().closed()) {
            send(request, answer == null ? UNAVAILABLE : answer, start);
        }
    }

    private void report(String method, String uri, Throwable failure) {
        errors.report(failure, Map.of("method", method, "uri", uri));
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
