// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import dev.balrog.admin.contract.AuthenticationException;
import dev.balrog.admin.contract.Authenticator;
import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Contract;
import dev.balrog.admin.contract.Handler;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.notification.NotificationSettings;
import dev.balrog.change.Principal;
import dev.balrog.change.policy.UnboundSignoffs;
import dev.balrog.core.lint.LintSeverities;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.HttpSettings;
import dev.balrog.service.LogSettings;
import dev.balrog.service.LogSettings.Format;
import dev.balrog.service.Problem;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.DatabaseUri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** The admin app on a free port, with handlers that tell what they were called with. */
final class TestAdmin implements AutoCloseable {
    static final long MAX_BODY_BYTES = 100_000;

    private final AdminApp app;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current());
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final RequestLog log =
            new RequestLog(new LogSettings(Level.INFO, Format.MOZLOG, true), logged, InstantSource.system());
    private final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> contexts = new CopyOnWriteArrayList<>();

    private TestAdmin(Set<String> origins, Map<String, Handler> special) throws IOException {
        Map<String, Handler> handlers = new HashMap<>();
        Contract.load().operations().forEach(operation -> handlers.put(operation.id(), TestAdmin::echo));
        handlers.putAll(special);
        app = AdminApp.start(
                settings(origins),
                handlers,
                authenticator(),
                () -> "1",
                InstantSource.system(),
                metrics,
                log,
                (error, context) -> {
                    reported.add(error);
                    contexts.add(context);
                });
    }

    /** Starts the app for pages of all origins. */
    static TestAdmin start() throws IOException {
        return new TestAdmin(Set.of("*"), Map.of());
    }

    /** Starts the app for pages of some origins. */
    static TestAdmin forOrigins(String... origins) throws IOException {
        return new TestAdmin(Set.of(origins), Map.of());
    }

    /** Starts the app with some handlers that do something else. */
    static TestAdmin with(Map<String, Handler> special) throws IOException {
        return new TestAdmin(Set.of("*"), special);
    }

    static AdminSettings settings(Set<String> origins) {
        return settings(origins, AnonymousRead.FULL);
    }

    static AdminSettings settings(Set<String> origins, AnonymousRead anonymousRead) {
        return new AdminSettings(
                DatabaseUri.parse("sqlite:////nowhere/admin.db"),
                HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1).withMaxBodyBytes(MAX_BODY_BYTES),
                AdminSettings.Headers.forOrigins(origins),
                new AdminSettings.Identity(
                        URI.create("https://idp.example/"), "balrog", Optional.empty(), Map.of(), false),
                new AdminSettings.Ui(Optional.of("balrog-ui"), AdminSettings.Ui.SCOPE, "tests", false),
                new AdminSettings.History(Optional.empty(), Optional.empty()),
                new UrlPolicy(DomainAllowlist.of(new JsonMapper().createObjectNode()), List.of()),
                Set.of(),
                ContentChecks.STRICT,
                UnboundSignoffs.ACCEPT,
                LintSeverities.DEFAULT,
                anonymousRead,
                List.of(),
                Optional.empty(),
                NotificationSettings.NONE,
                Optional.empty(),
                Duration.ofSeconds(5));
    }

    /** Accepts any name without a proof. */
    private static Authenticator authenticator() {
        return (authorization, accessToken) -> {
            if (authorization == null) {
                throw new AuthenticationException(new Problem(401, "Forbidden", "Who are you?"));
            }
            return new Principal.Person(authorization.substring("Bearer ".length()));
        };
    }

    private static Reply echo(Call call) {
        Map<String, Object> told = new HashMap<>(Map.of(
                "operation", call.operation().id(),
                "path", call.path(),
                "query", call.query(),
                "user", call.user() == null ? "null" : call.requireUser().name()));
        if (!call.body().isMissingNode()) {
            told.put("body", call.body());
        }
        return Reply.json(told).with("X-Data-Version", "3");
    }

    int port() {
        return app.port();
    }

    /** A request for a target, with headers: name, value, name, value… */
    HttpRequest.Builder to(String target, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + target));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> get(String target, String... headers) throws IOException, InterruptedException {
        return send(to(target, headers));
    }

    HttpResponse<String> send(String method, String target, String body, String... headers)
            throws IOException, InterruptedException {
        return send(to(target, headers).method(method, BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    List<Throwable> reported() {
        return reported;
    }

    List<Map<String, String>> contexts() {
        return contexts;
    }

    String measurements() {
        return metrics.scrape();
    }

    /** The lines of the request log; nothing is logged any more afterwards. */
    List<String> logged() {
        app.close();
        log.close();
        return logged.toString(UTF_8).lines().toList();
    }

    @Override
    public void close() {
        app.close();
        log.close();
        metrics.close();
        client.close();
    }
}
