// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.AuthenticationException;
import dev.balrog.admin.contract.Authenticator;
import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Contract;
import dev.balrog.admin.contract.Contract.Match;
import dev.balrog.admin.contract.Handlers;
import dev.balrog.admin.contract.Operation;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.Reply.MediaType;
import dev.balrog.admin.contract.RequestCheck;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.Problem;
import dev.balrog.service.RequestTarget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** From a request to its reply: find the operation, check the request, find out who asks, let the handler answer. */
final class AdminApi {
    private static final String ACCESS_TOKEN = "access_token";
    private static final Reply FAILED =
            Reply.problem(new Problem(500, "Internal Server Error", "Internal Server Error"), MediaType.JSON);

    private final Contract contract;
    private final Handlers handlers;
    private final Authenticator authenticator;
    private final ErrorReporter errors;

    AdminApi(Contract contract, Handlers handlers, Authenticator authenticator, ErrorReporter errors) {
        this.contract = contract;
        this.handlers = handlers;
        this.authenticator = authenticator;
        this.errors = errors;
    }

    /**
     * Replies to a request, whatever happens; may block.
     *
     * @param exchange learns what is asked for, and by whom
     */
    Reply reply(HttpServerRequest request, Buffer body, Exchange exchange) {
        try {
            RequestTarget target = RequestTarget.parse(request.uri());
            String method = request.method().name();
            return switch (contract.match(method, target.segments())) {
                case Match.Found(var operation, var arguments) -> {
                    exchange.asksFor(operation);
                    yield reply(operation, arguments, target, request, body, exchange);
                }
                case Match.OtherMethod(var allowed) -> {
                    Reply reply = method.equals("OPTIONS")
                            ? Reply.empty(200)
                            : Reply.problem(Problem.METHOD_NOT_ALLOWED, MediaType.PROBLEM);
                    yield reply.with("Allow", String.join(", ", allowed));
                }
                case Match.Unknown() -> Reply.problem(Problem.NOT_FOUND, MediaType.PROBLEM);
            };
        } catch (ProblemException problem) {
            return problem.reply();
        } catch (AuthenticationException unknown) {
            return Reply.problem(unknown.problem(), MediaType.JSON);
        } catch (Throwable error) {
            errors.report(error, context(request, exchange));
            return FAILED;
        }
    }

    private Reply reply(
            Operation operation,
            Map<String, String> arguments,
            RequestTarget target,
            HttpServerRequest request,
            Buffer body,
            Exchange exchange)
            throws Exception {
        if (operation.login() && operation.loginFirst()) {
            exchange.comesFrom(user(request, target));
        }
        Call call = RequestCheck.check(
                operation, arguments, target.query(), request.getHeader(HttpHeaders.CONTENT_TYPE), body.getBytes());
        if (operation.login() && !operation.loginFirst()) {
            exchange.comesFrom(user(request, target));
        }
        String user = exchange.user();
        return handlers.of(operation).answer(user == null ? call : call.by(user));
    }

    private String user(HttpServerRequest request, RequestTarget target) throws AuthenticationException {
        return authenticator.user(
                request.getHeader(HttpHeaders.AUTHORIZATION), target.query().get(ACCESS_TOKEN));
    }

    private static Map<String, String> context(HttpServerRequest request, Exchange exchange) {
        Operation operation = exchange.operation();
        String user = exchange.user();
        return Map.of(
                "method",
                request.method().name(),
                "uri",
                request.uri(),
                "operation",
                operation == null ? "none" : operation.id(),
                "user",
                user == null ? "unknown" : user);
    }
}
