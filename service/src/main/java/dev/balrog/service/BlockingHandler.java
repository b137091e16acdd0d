// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Handles requests on virtual threads, where work may block. The head of a request decides whether
 * its body is read; an unread body is discarded as it arrives.
 */
public final class BlockingHandler implements Handler<HttpServerRequest> {

    /** Decides how to handle a request, from its head. */
    @FunctionalInterface
    public interface Reception {

        /**
         * Decides how a request is handled; may block.
         *
         * @param request the request, to be used for its method, target and headers only
         * @throws Exception on any failure; it is reported, and the response is 500
         */
        Entry receive(HttpServerRequest request) throws Exception;
    }

    /** Decision on how a request is handled. */
    public sealed interface Entry {

        /** Response without reading the body. */
        record Answered(Answer answer) implements Entry {}

        /**
         * Admission of the request with its body.
         *
         * @param maxBodyBytes maximum size of the body in bytes, also without a
         *     {@code Content-Length}; 0 to leave the body unread, whatever its size
         * @param tooLarge response if the body is larger
         */
        record Admitted(long maxBodyBytes, Answer tooLarge, Work work) implements Entry {}
    }

    /** Computation of the response to a request. */
    @FunctionalInterface
    public interface Work {

        /**
         * Computes the response to a request; may block.
         *
         * @param request the request, to be used for its method, target and headers only
         * @param body the request's body, empty if it has none or it was not read
         * @throws Exception on any failure; it is reported, and the response is 500
         */
        Answer answer(HttpServerRequest request, byte[] body) throws Exception;
    }

    /** {@code Retry-After} header for requests that exceed the body budget. */
    public static final FixedHeaders RETRY_SOON = FixedHeaders.of("Retry-After", "2");

    private static final byte[] NOTHING = {};
    private static final Answer INTERNAL_ERROR = Answer.text(500, "Internal Server Error");
    private static final Answer BODY_TOO_LARGE = Answer.text(413, "Content Too Large");
    private static final Answer NO_ROOM = new Problem(
                    503, "Service Unavailable", "Too many concurrent requests; retry later.")
            .answer()
            .with(RETRY_SOON);

    private final Reception reception;
    private final BodyBudget budget;
    private final ErrorReporter errors;

    /** Creates a handler that decides on each request, and whose request bodies share a budget. */
    public BlockingHandler(Reception reception, BodyBudget budget, ErrorReporter errors) {
        this.reception = reception;
        this.budget = budget;
        this.errors = errors;
    }

    /**
     * Creates a handler that admits all requests.
     *
     * @param maxBodyBytes maximum size of a body in bytes, also without a {@code Content-Length}
     */
    public BlockingHandler(Work work, long maxBodyBytes, ErrorReporter errors) {
        Entry entry = new Entry.Admitted(maxBodyBytes, BODY_TOO_LARGE, work);
        this.reception = request -> entry;
        this.budget = BodyBudget.unlimited();
        this.errors = errors;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Context eventLoop = Objects.requireNonNull(Vertx.currentContext(), "called outside of an event loop");
        Visit visit = new Visit(request, eventLoop);
        if (visit.hasBody) {
            request.pause();
        }
        start(visit::receive);
    }

    private static void start(Runnable work) {
        Thread.ofVirtual().name("request").start(work);
    }

    /** Processing of one request. */
    private final class Visit {
        private final HttpServerRequest request;
        private final Context eventLoop;
        private final boolean hasBody;
        /** Announced size of the body in bytes; negative without a {@code Content-Length}. */
        private final long announced;

        Visit(HttpServerRequest request, Context eventLoop) {
            this.request = request;
            this.eventLoop = eventLoop;
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            // The decoder guarantees a number.
            this.announced = length == null ? -1 : Long.parseLong(length);
            this.hasBody = length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : announced > 0;
        }

        void receive() {
            try {
                switch (reception.receive(request)) {
                    case Entry.Answered(Answer answer) -> send(answer);
                    case Entry.Admitted admitted -> {
                        if (hasBody && admitted.maxBodyBytes > 0) {
                            admit(admitted);
                        } else {
                            work(admitted.work, NOTHING);
                        }
                    }
                }
            } catch (Throwable error) {
                fail(error);
            }
        }

        private void admit(Entry.Admitted admitted) throws InterruptedException {
            if (announced > admitted.maxBodyBytes) {
                send(admitted.tooLarge);
                return;
            }
            Optional<BodyBudget.Reservation> room = budget.reserve(announced < 0 ? admitted.maxBodyBytes : announced);
            if (room.isEmpty()) {
                send(NO_ROOM);
                return;
            }
            BodyBudget.Reservation taken = room.get();
            eventLoop.runOnContext(go -> BodyReader.read(
                    request,
                    announced,
                    admitted.maxBodyBytes,
                    body -> start(() -> {
                        try (taken) {
                            work(admitted.work, body);
                        }
                    }),
                    () -> {
                        taken.close();
                        admitted.tooLarge.send(request);
                        request.connection().close();
                    },
                    taken::close));
        }

        private void work(Work work, byte[] body) {
            Answer answer;
            try {
                answer = work.answer(request, body);
            } catch (Throwable error) {
                fail(error);
                return;
            }
            send(answer);
        }

        private void fail(Throwable error) {
            errors.report(error, Map.of("method", request.method().name(), "uri", request.uri()));
            send(INTERNAL_ERROR);
        }

        private void send(Answer answer) {
            eventLoop.runOnContext(go -> {
                if (!request.response().closed()) {
                    answer.send(request);
                }
                if (hasBody) {
                    // The unread rest of the body is still to arrive.
                    request.resume();
                }
            });
        }
    }
}
