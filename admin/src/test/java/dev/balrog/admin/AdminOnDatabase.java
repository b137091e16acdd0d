// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.balrog.admin.contract.AuthenticationException;
import dev.balrog.admin.feed.ChangeFeed;
import dev.balrog.admin.handlers.AdminHandlers;
import dev.balrog.admin.notification.Notifications;
import dev.balrog.admin.serving.PublicApps;
import dev.balrog.admin.traffic.CollectedTraffic;
import dev.balrog.admin.traffic.PrometheusSettings;
import dev.balrog.admin.traffic.Traffic;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.Principal;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.release.ReleaseHistory;
import dev.balrog.core.lint.LintSeverities;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.LogSettings;
import dev.balrog.service.Problem;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.ChangeDetector;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.HistoryListener;
import dev.balrog.store.history.HistoryOptions;
import dev.balrog.store.history.RevisionOutbox;
import dev.balrog.store.query.PublicQueries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An admin app on a database of its own, which can be given other content and settings. */
final class AdminOnDatabase implements AutoCloseable {
    /** What ada sends along, who may do everything in most tests. */
    static final List<String> ADA = List.of("Authorization", "Bearer ada", "Content-Type", "application/json");

    private final Database database;
    private final Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<@Nullable Instant> fixed = new AtomicReference<>();
    private final InstantSource clock = () -> {
        Instant instant = fixed.get();
        return instant == null ? Instant.now() : instant;
    };
    private HistoryBuckets buckets;
    /** Whether nothing was written yet, so that nothing has to be cleared. */
    private boolean empty;

    private int resets;
    private @Nullable AdminApp app;
    private @Nullable ChangeDetector changes;
    private @Nullable ChangeFeed feed;
    private @Nullable ServerMetrics metrics;
    private @Nullable PeriodicTask feeding;
    private volatile @Nullable CollectedTraffic collected;
    private AnonymousRead anonymousRead = AnonymousRead.FULL;
    private Optional<Function<ChangeEngine, Notifications>> notifications = Optional.empty();
    private ChangeFeed.Limits feedLimits = ChangeFeed.Limits.DEFAULT;
    private JsonNode config = JsonMapper.shared().createObjectNode();

    private AdminOnDatabase(Database database, Path directory, boolean empty) {
        this.database = database;
        this.directory = directory;
        this.empty = empty;
        this.buckets = buckets();
    }

    static AdminOnDatabase start(TestDatabases.Kind kind, Path directory) {
        return new AdminOnDatabase(TestDatabases.create(kind, directory), directory, true);
    }

    /** Starts on a database that is there already, and closes it in the end. */
    static AdminOnDatabase start(Database database, Path directory) {
        return new AdminOnDatabase(database, directory, false);
    }

    /**
     * Starts with some content.
     *
     * @param allowlist where updates of which products may come from
     */
    static AdminOnDatabase start(TestDatabases.Kind kind, Path directory, JsonNode state, String allowlist)
            throws IOException {
        AdminOnDatabase admin = start(kind, directory);
        admin.reset(state);
        admin.configure(JsonMapper.shared().readTree("{\"DB_ALLOWLIST\": " + allowlist + "}"), null);
        return admin;
    }

    private HistoryBuckets buckets() {
        Path here = directory.resolve("history" + resets);
        return new HistoryBuckets(
                new DirectoryObjectStore(here.resolve("releases")), new DirectoryObjectStore(here.resolve("nightly")));
    }

    Database database() {
        return database;
    }

    /** Replaces everything there is. */
    void reset(JsonNode state) {
        stop();
        if (!empty) {
            TestDatabases.clear(database);
        }
        empty = false;
        TestDatabases.fill(database, state);
        resets++;
        buckets = buckets();
        state.path("__object_history__")
                .forEach(table -> table.forEachEntry(
                        (name, content) -> (name.contains("nightly") ? buckets.nightly() : buckets.releases())
                                .put(name, AdminGoldenTest.bytes(content))));
    }

    /** Has the app know destinations of notifications from the next settings on. */
    void notify(Function<ChangeEngine, Notifications> start) {
        notifications = Optional.of(start);
    }

    /** Has the app show less to anonymous clients from the next settings on. */
    void show(AnonymousRead level) {
        stop();
        anonymousRead = level;
    }

    /** Has the feed of changes run with other limits from the next settings on. */
    void limit(ChangeFeed.Limits limits) {
        stop();
        feedLimits = limits;
    }

    /** Has simulations use a sample of the public apps; null for none. */
    void collects(@Nullable CollectedTraffic sample) {
        collected = sample;
    }

    /** Returns the feed of changes. */
    ChangeFeed feed() {
        return Objects.requireNonNull(feed);
    }

    /** Returns the value of a metric. */
    double measured(String name) {
        return Objects.requireNonNull(metrics)
                .scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the port of the app. */
    int port() {
        return Objects.requireNonNull(app).port();
    }

    /** Stops the clock at a time. */
    void at(Instant time) {
        fixed.set(time);
    }

    /** Has the app run with these settings. */
    void configure(JsonNode settings, @Nullable JsonNode clockSeconds) throws IOException {
        empty = false;
        fixed.set(clockSeconds == null ? null : Instant.ofEpochMilli((long) (clockSeconds.asDouble() * 1000)));
        if (app == null || !settings.equals(config)) {
            stop();
            config = settings;
            DomainAllowlist allowlist = DomainAllowlist.of(
                    settings.has("DB_ALLOWLIST") ? settings.get("DB_ALLOWLIST") : settings.path("ALLOWLISTED_DOMAINS"));
            RevisionOutbox queue = new RevisionOutbox(
                    database, buckets, HistoryOptions.defaults(), new NoListener(), Clock.systemUTC());
            ChangeEngine engine = new ChangeEngine(
                    database,
                    queue,
                    GovernanceSettings.of(allowlist, systemAccounts(settings))
                            .withContentChecks(contentChecks(settings)),
                    clock);
            PublicQueries queries = new PublicQueries(database);
            changes = queries.changesOfLists();
            metrics = new ServerMetrics(null, BuildInfo.current());
            feed = new ChangeFeed(database, anonymousRead, feedLimits, Clock.systemUTC());
            feeding = new PeriodicTask("change-feed", ChangeFeed.INTERVAL, feed::poll);
            feeding.start();
            app = AdminApp.start(
                    TestAdmin.settings(Set.of("*"), anonymousRead),
                    AdminHandlers.of(
                            engine,
                            new ReleaseHistory(queue),
                            queries,
                            changes,
                            new UrlPolicy(allowlist.compatible(), forceHosts(settings)),
                            LintSeverities.DEFAULT,
                            feed,
                            new PublicApps(List.of(), clock),
                            new Traffic(prometheus(settings), clock),
                            () -> Optional.ofNullable(collected),
                            notifications.map(start -> start.apply(engine)),
                            clock),
                    (authorization, accessToken) -> user(authorization),
                    () -> "ok",
                    Clock.systemUTC(),
                    metrics,
                    new RequestLog(
                            new LogSettings(Level.INFO, LogSettings.Format.MOZLOG, false),
                            new ByteArrayOutputStream(),
                            Clock.systemUTC()),
                    (error, context) -> error.printStackTrace());
        }
    }

    private static Optional<PrometheusSettings> prometheus(JsonNode settings) {
        return settings.path("PROMETHEUS_URL")
                .asStringOpt()
                .map(url -> new PrometheusSettings(URI.create(url), Map.of()));
    }

    /** Recorded releases hold hashes that no client would take. */
    private static ContentChecks contentChecks(JsonNode settings) {
        return settings.path("CONTENT_CHECKS").asString("").equals("strict")
                ? ContentChecks.STRICT
                : ContentChecks.COMPATIBLE;
    }

    private static Set<String> systemAccounts(JsonNode settings) {
        return settings.path("SYSTEM_ACCOUNTS")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }

    private static List<String> forceHosts(JsonNode settings) {
        return settings.path("SPECIAL_FORCE_HOSTS")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static Principal user(@Nullable String authorization) throws AuthenticationException {
        if (authorization == null) {
            throw new AuthenticationException(new Problem(401, "Forbidden", "PermissionDeniedError"));
        }
        String name = authorization.substring("Bearer ".length());
        return name.startsWith("client:")
                ? new Principal.ServiceAccount(name.substring("client:".length()))
                : new Principal.Person(name);
    }

    HttpResponse<String> send(String method, String target, String body, List<String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + Objects.requireNonNull(app).port() + target.replace(" ", "%20")))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.size(); i += 2) {
            if (!headers.get(i).equalsIgnoreCase("Accept-Encoding")) {
                request.header(headers.get(i), headers.get(i + 1));
            }
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * Sends JSON, whose quotes may be single ones, and checks the status.
     *
     * @param user name of the user; empty for an anonymous request
     * @return the JSON of the response; missing if it is no object
     */
    JsonNode sends(int status, String user, String method, String target, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send(
                method,
                target,
                body.replace('\'', '"'),
                user.isEmpty()
                        ? List.of("Content-Type", "application/json")
                        : List.of("Authorization", "Bearer " + user, "Content-Type", "application/json"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonMapper json = JsonMapper.shared();
        return response.body().startsWith("{") ? json.readTree(response.body()) : json.missingNode();
    }

    private void stop() {
        if (app != null) {
            Objects.requireNonNull(feed).close();
            app.close();
            app = null;
            Objects.requireNonNull(feeding).close();
            Objects.requireNonNull(changes).close();
        }
    }

    @Override
    public void close() {
        stop();
        client.close();
        database.close();
    }

    private record NoListener() implements HistoryListener {
        @Override
        public void delivered(int revisions) {}

        @Override
        public void failed(int revisions) {}
    }
}
