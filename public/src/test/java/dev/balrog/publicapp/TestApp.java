// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.core.snapshot.SnapshotStatus;
import dev.balrog.publicapp.signing.SigningSettings;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.HttpSettings;
import dev.balrog.service.LogSettings;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public app on a free port, and what it reports. */
final class TestApp implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final PublicApp app;
    private final ServerMetrics metrics;
    private final List<Throwable> reported = new CopyOnWriteArrayList<>();

    private TestApp(PublicSettings settings) throws IOException {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        this.metrics = new ServerMetrics(null, BuildInfo.current());
        this.app = PublicApp.start(
                settings,
                random,
                InstantSource.system(),
                metrics,
                new RequestLog(
                        LogSettings.parse(null, null, "off"), OutputStream.nullOutputStream(), InstantSource.system()),
                (error, context) -> reported.add(error));
    }

    /** Makes a database with these rows. */
    static DatabaseUri database(DatabaseUri uri, JsonNode state) {
        try (Database database = TestDatabases.create(uri)) {
            TestDatabases.fill(database, state);
        }
        return uri;
    }

    /** Starts the app on a database, configured as golden cases say. */
    static TestApp start(DatabaseUri database, JsonNode config) throws IOException {
        return start(database, config, Optional.empty());
    }

    static TestApp start(DatabaseUri database, JsonNode config, Optional<Path> spool) throws IOException {
        return start(database, config, spool, ContentChecks.COMPATIBLE);
    }

    static TestApp start(DatabaseUri database, JsonNode config, Optional<Path> spool, ContentChecks checks)
            throws IOException {
        return new TestApp(settings(database, config, spool, checks, UnexplainedChanges.SERVE));
    }

    /** Starts the app on a database with the sample state. */
    static TestApp start(DatabaseUri database, UnexplainedChanges unexplained, Optional<Path> spool)
            throws IOException {
        return new TestApp(settings(database, SampleState.CONFIG, spool, ContentChecks.COMPATIBLE, unexplained));
    }

    private static PublicSettings settings(
            DatabaseUri database,
            JsonNode config,
            Optional<Path> spool,
            ContentChecks checks,
            UnexplainedChanges unexplained) {
        return new PublicSettings(
                database,
                HttpSettings.listeningOn("127.0.0.1", 0),
                urlPolicy(config),
                "public, max-age=90",
                SigningSettings.of(Map.of()),
                spool,
                Optional.empty(),
                Duration.ofMillis(100),
                AnonymousRead.valueOf(config.path("ANONYMOUS_READ").asString("FULL")),
                PublicReleases.valueOf(config.path("PUBLIC_RELEASES").asString("ALL")),
                Duration.ofSeconds(5),
                checks,
                unexplained,
                PublicSettings.DEFAULT_BODY_CACHE_BYTES,
                1);
    }

    private static UrlPolicy urlPolicy(JsonNode config) {
        JsonNode allowlist = first(config, "ALLOWLISTED_DOMAINS", "domain_allowlist");
        List<String> forceHosts = new ArrayList<>();
        first(config, "SPECIAL_FORCE_HOSTS", "special_force_hosts").forEach(host -> forceHosts.add(host.asString()));
        return new UrlPolicy(
                DomainAllowlist.of(allowlist.isObject() ? allowlist : JSON.createObjectNode())
                        .compatible(),
                forceHosts);
    }

    private static JsonNode first(JsonNode config, String... names) {
        JsonNode value = config.path(names[0]);
        return value.isMissingNode() ? config.path(names[1]) : value;
    }

    PublicApp app() {
        return app;
    }

    int port() {
        return app.port();
    }

    /** Which changes the app says that it serves. */
    SnapshotStatus status() {
        return SnapshotStatus.of(
                JSON.readTree(Objects.requireNonNull(app.pages().get("/snapshot"))
                        .get()
                        .body()
                        .toString()));
    }

    ServerMetrics metrics() {
        return metrics;
    }

    /** What the app measured, as Prometheus is told. */
    String measurements() {
        return metrics.scrape();
    }

    /** Errors that were reported since the start. */
    List<Throwable> reported() {
        return reported;
    }

    @Override
    public void close() {
        app.close();
        metrics.close();
    }
}
