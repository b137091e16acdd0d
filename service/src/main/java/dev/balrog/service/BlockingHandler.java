// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Objects;

/**
 * Answers requests on virtual threads, where work may block: a request's body is read first, and its answer is sent on
 * its event loop.
 */
public final class BlockingHandler implements Handler<HttpServerRequest> {

    /** Works out the answer to a request. */
    @FunctionalInterface
    public interface Work {

        /**
         * Answers a request; may block.
         *
         * @param request for its method, target and headers only
         * @param body the request's body, empty if it has none
         * @throws Exception anything; it is reported and answered with 500
         */
        Answer answer(HttpServerRequest request, Buffer body) throws Exception;
    }

    private static final Answer INTERNAL_ERROR = Answer.text(500, "Internal Server Error");
    private static final Answer BODY_TOO_LARGE = Answer.text(413, "Content Too Large");

    private final Work work;
    private final long maxBodyBytes;
    private final ErrorReporter errors;

    /**
     * Makes a handler.
     *
     * @param maxBodyBytes bytes that a body may have, also one whose length was not announced
     */
    public BlockingHandler(Work work, long maxBodyBytes, ErrorReporter errors) {
        this.work = work;
        this.maxBodyBytes = maxBodyBytes;
        this.errors = errors;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Context eventLoop = Objects.requireNonNull(Vertx.currentContext(), "called outside of an event loop");
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= maxBodyBytes) {
                body.appendBuffer(chunk);
            } else if (!request.response().ended()) {
                BODY_TOO_LARGE.send(request);
                request.connection().close();
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                Thread.ofVirtual().name("request").start(() -> work(request, body, eventLoop));
            }
        });
    }

    private void work(HttpServerRequest request, Buffer body, Context eventLoop) {
        Answer answer;
        try {
            answer = work.answer(request, body);
        } catch (Throwable error) {
            errors.report(error, Map.of("method", request.method().name(), "uri", request.uri()));
            answer = INTERNAL_ERROR;
        }
        Answer sent = answer;
        eventLoop.runOnContext(go -> {
            if (!request.response().closed()) {
                sent.send(request);
            }
        });
    }
}
