// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.AuthenticationException;
import dev.balrog.admin.contract.Authenticator;
import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Client;
import dev.balrog.admin.contract.Contract;
import dev.balrog.admin.contract.Contract.Match;
import dev.balrog.admin.contract.Handlers;
import dev.balrog.admin.contract.Operation;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.Reply.MediaType;
import dev.balrog.admin.contract.RequestCheck;
import dev.balrog.change.Principal;
import dev.balrog.core.request.RequestTarget;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.Answer;
import dev.balrog.service.BlockingHandler.Entry;
import dev.balrog.service.BodyStream;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.Problem;
import dev.balrog.service.RequestLog;
import dev.balrog.store.BusyException;
import dev.balrog.store.UnavailableException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Request pipeline of the admin API: routing, authentication, validation, and the call of the
 * handler.
 */
final class AdminApi {
    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    private static final String ACCESS_TOKEN = "access_token";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final Reply FAILED =
            Reply.problem(new Problem(500, "Internal Server Error", "Internal Server Error"), MediaType.JSON);

    private static final Reply TOO_LARGE = Reply.text(413, MediaType.PLAIN, "Content Too Large");
    private static final Reply BUSY = Reply.problem(
                    new Problem(503, "Service Unavailable", "Too many concurrent changes; retry later."),
                    MediaType.JSON)
            .with("Retry-After", "2");
    private static final Reply UNAVAILABLE = Reply.problem(
                    new Problem(
                            503,
                            "Service Unavailable",
                            "The database is unavailable; nothing was changed. Retry later."),
                    MediaType.JSON)
            .with("Retry-After", "2");
    private static final Reply OUTCOME_UNKNOWN = Reply.problem(
            new Problem(
                    503,
                    "Service Unavailable",
                    "The connection to the database was lost during the commit: check whether the change was committed"
                            + " before you retry."),
            MediaType.JSON);

    /**
     * Longest body that is read before a request without valid authentication is rejected, in
     * bytes.
     */
    private static final long MAX_UNAUTHENTICATED_BODY_BYTES = 64 * 1024;

    private final Contract contract;
    private final Handlers handlers;
    private final Authenticator authenticator;
    private final ErrorReporter errors;
    private final long maxBodyBytes;
    private final AnonymousRead anonymousRead;
    private final AnonymousBulkhead anonymous;

    AdminApi(
            Contract contract,
            Handlers handlers,
            Authenticator authenticator,
            ErrorReporter errors,
            long maxBodyBytes,
            AnonymousRead anonymousRead,
            AnonymousBulkhead anonymous) {
        this.contract = contract;
        this.handlers = handlers;
        this.authenticator = authenticator;
        this.errors = errors;
        this.maxBodyBytes = maxBodyBytes;
        this.anonymousRead = anonymousRead;
        this.anonymous = anonymous;
    }

    /**
     * Routes and authenticates a request by its head. Large bodies are read only after
     * authentication. May block.
     *
     * @param context receives the operation and the user
     */
    Entry receive(HttpServerRequest request, RequestContext context) {
        RequestTarget target = RequestTarget.parse(request.uri()).withoutDoubledLeadingSlashes();
        String method = request.method().name();
        return switch (contract.match(method, target.segments())) {
            case Match.Found(var operation, var arguments) -> {
                context.asksFor(operation);
                yield receive(new Asked(operation, arguments, target), request, context);
            }
            case Match.OtherMethod(var allowed) -> {
                Reply reply = method.equals("OPTIONS")
                        ? Reply.empty(200)
                        : Reply.problem(Problem.METHOD_NOT_ALLOWED, MediaType.PROBLEM);
                yield answered(request, reply.with("Allow", String.join(", ", allowed)));
            }
            case Match.Unknown() -> answered(request, unknown(method, target));
        };
    }

    /**
     * Returns a redirect from a path with superfluous slashes, as Mozilla's Balrog does; otherwise
     * 404.
     */
    private Reply unknown(String method, RequestTarget target) {
        if (target.hasEmptySegments()) {
            RequestTarget merged = target.withoutEmptySegments();
            if (!(contract.match(method, merged.segments()) instanceof Match.Unknown)) {
                return Reply.empty(308).with("Location", merged.encoded());
            }
        }
        return Reply.problem(Problem.NOT_FOUND, MediaType.PROBLEM);
    }

    private record Asked(Operation operation, Map<String, String> arguments, RequestTarget target) {}

    private Entry receive(Asked asked, HttpServerRequest request, RequestContext context) {
        @Nullable Reply stranger = null;
        if (needsLogin(asked)) {
            stranger = guarded(request, context, () -> {
                context.comesFrom(user(request, asked.target));
                return null;
            });
            if (stranger != null && (asked.operation.loginFirst() || stranger.status() >= 500)) {
                return answered(request, stranger);
            }
        } else if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            // With an invalid token, the client counts as anonymous.
            guarded(request, context, () -> {
                context.comesFrom(user(request, asked.target));
                return null;
            });
        }
        Reply rejection = stranger;
        long limit = asked.operation.body().isEmpty()
                ? 0
                : rejection == null ? maxBodyBytes : MAX_UNAUTHENTICATED_BODY_BYTES;
        Reply tooLarge = rejection == null ? TOO_LARGE : rejection;
        return new Entry.Admitted(
                limit,
                ResponseEncoder.answer(request, tooLarge),
                (_, body) -> context.user() == null && rejection == null
                        ? anonymous.answer(request, context, () -> answer(asked, request, body, rejection, context))
                        : answer(asked, request, body, rejection, context));
    }

    private Answer answer(
            Asked asked, HttpServerRequest request, byte[] body, @Nullable Reply rejection, RequestContext context) {
        Reply reply = Objects.requireNonNull(
                guarded(request, context, () -> reply(asked, request, body, rejection, context)));
        if (reply.body() instanceof Reply.Body.Streamed(BodyStream stream)) {
            context.streams();
            context.whenSent(stream::close);
        }
        return ResponseEncoder.answer(request, reply);
    }

    private boolean needsLogin(Asked asked) {
        if (asked.operation.login()) {
            return true;
        }
        return switch (anonymousRead) {
            case FULL -> false;
            case REDACTED -> Redaction.isPrivate(asked.operation, asked.target.query());
            case NONE -> true;
        };
    }

    private static Entry answered(HttpServerRequest request, Reply reply) {
        return new Entry.Answered(ResponseEncoder.answer(request, reply));
    }

    private Reply reply(
            Asked asked, HttpServerRequest request, byte[] body, @Nullable Reply rejection, RequestContext context)
            throws Exception {
        Call call = RequestCheck.check(
                        asked.operation,
                        asked.arguments,
                        asked.target.query(),
                        request::getHeader,
                        request.getHeader(HttpHeaders.CONTENT_TYPE),
                        body)
                .from(client(request, context));
        if (rejection != null) {
            return rejection;
        }
        Principal user = context.user();
        Reply reply = handlers.of(asked.operation).answer(user == null ? call : call.by(user));
        return anonymousRead == AnonymousRead.FULL ? reply : forReader(asked, reply, user);
    }

    private static Client client(HttpServerRequest request, RequestContext context) {
        return new Client() {
            @Override
            public boolean accepts(MediaType mediaType) {
                return ResponseEncoder.accepts(mediaType, request.getHeader(HttpHeaders.ACCEPT));
            }

            @Override
            public boolean isDisconnected() {
                return context.isSent();
            }
        };
    }

    /** Returns a response as this user may see it. Only private caches may store it. */
    private static Reply forReader(Asked asked, Reply reply, @Nullable Principal user) {
        Reply shown = user == null ? Redaction.of(asked.operation, asked.target.query(), reply) : reply;
        return shown.headers().containsKey(CACHE_CONTROL) ? shown : shown.with(CACHE_CONTROL, "private, no-cache");
    }

    /** Returns the result of the work, or the response for its failure. */
    private @Nullable Reply guarded(HttpServerRequest request, RequestContext context, Callable<@Nullable Reply> work) {
        try {
            return work.call();
        } catch (ProblemException problem) {
            return problem.reply();
        } catch (AuthenticationException unknown) {
            return Reply.problem(unknown.problem(), MediaType.JSON);
        } catch (BusyException busy) {
            return BUSY;
        } catch (UnavailableException unavailable) {
            LOG.warn("{} {}: {}", request.method(), operationId(context), unavailable.getMessage());
            return unavailable.isOutcomeKnown() ? UNAVAILABLE : OUTCOME_UNKNOWN;
        } catch (Throwable error) {
            errors.report(error, details(request, context));
            return FAILED;
        }
    }

    private Principal user(HttpServerRequest request, RequestTarget target) throws AuthenticationException {
        return authenticator.user(
                request.getHeader(HttpHeaders.AUTHORIZATION), target.query().get(ACCESS_TOKEN));
    }

    private static String operationId(RequestContext context) {
        Operation operation = context.operation();
        return operation == null ? "none" : operation.id();
    }

    private static Map<String, String> details(HttpServerRequest request, RequestContext context) {
        String user = context.userName();
        return Map.of(
                "method",
                request.method().name(),
                "uri",
                RequestLog.withoutToken(request.uri()),
                "operation",
                operationId(context),
                "user",
                user == null ? "unknown" : user);
    }
}
