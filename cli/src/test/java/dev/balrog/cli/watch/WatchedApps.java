// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.change.OperatorGrant;
import dev.balrog.cli.BalrogProcess;
import dev.balrog.cli.Run;
import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.core.change.Permission;
import dev.balrog.identity.IdentityServer;
import dev.balrog.identity.Machine;
import dev.balrog.identity.Person;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The apps with sample data, each in a process of its own, set up as in production. */
final class WatchedApps implements AutoCloseable {
    static final String ADMIN = "admin@example.com";

    /** A signer at an address where nothing answers. */
    static final Map<String, String> NO_SIGNER = Map.of(
            "AUTOGRAPH_URL", "http://127.0.0.1:1",
            "AUTOGRAPH_KEYID", "key",
            "AUTOGRAPH_USERNAME", "user",
            "AUTOGRAPH_PASSWORD", "password");

    /** Is given an update by the sample data, or held back by a rollout. */
    static final String FIREFOX = "/update/6/Firefox/139.0.4/20250609163029/WINNT_x86_64-msvc-x64/de/release"
            + "/Windows_NT%2010.0/ISET:SSE4_2,MEM:16384/default/default/update.xml";
    /** Is given an answer that has to be signed. */
    static final String SIGNED = "/update/3/GMP/139.0/20250609163029/WINNT_x86_64-msvc-x64/de/release"
            + "/Windows_NT%2010.0/default/default/update.xml";

    private static final String AGENT = "balrogagent";
    private static final String AGENT_SECRET = "agents-secret";
    private static final String AUDIENCE = "balrog-test";
    private static final String LOOPBACK = "127.0.0.1";

    private final Path directory;
    private final Map<String, String> variables;
    private final Database database;
    private final IdentityServer identity;
    private final Map<App, BalrogProcess> processes = new EnumMap<>(App.class);
    private final Map<App, String> urls = new EnumMap<>(App.class);
    private final Map<App, Integer> metricsPorts = new EnumMap<>(App.class);
    private final HttpClient client = HttpClient.newHttpClient();

    /** What is run. */
    enum App {
        PUBLIC("public", "serves update requests on (http://[0-9.:]+)"),
        ADMIN("admin", "serves the admin API on (http://[0-9.:]+)"),
        AGENT("agent", "serves health checks on (http://[0-9.:]+)");

        /** Also the name of its container. */
        final String command;

        private final Pattern url;

        App(String command, String url) {
            this.command = command;
            this.url = Pattern.compile(url);
        }
    }

    /**
     * Makes a database with sample data; no app is started.
     *
     * @param variables for all apps
     */
    WatchedApps(Kind kind, Path directory, Map<String, String> variables) throws IOException {
        this.directory = directory;
        this.variables = variables;
        this.database = TestDatabases.create(kind, directory);
        this.identity = IdentityServer.start(
                LOOPBACK,
                freePort(),
                AUDIENCE,
                List.of(new Person(ADMIN, "", "")),
                List.of(new Machine(AGENT, AGENT_SECRET)),
                InstantSource.system(),
                ErrorReportingOptions.onlyLogging());
        String sample = directory.resolve("sample").toString();
        assertThat(Run.balrog("generate", "demo", sample, "--locales=2").exitCode())
                .isZero();
        assertThat(Run.balrog("import", sample, "--database", databaseUri()).exitCode())
                .isZero();
        grant(ADMIN, Permission.ADMIN);
        grant(AGENT, Permission.SCHEDULED_CHANGE);
    }

    private void grant(String user, Permission permission) {
        new OperatorGrant(user, permission, Set.of(), Set.of(), Set.of()).apply(database, "test", Clock.systemUTC());
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private String databaseUri() {
        return switch (database.uri()) {
            case DatabaseUri.Sqlite sqlite -> sqlite.toString();
            case DatabaseUri.MySql mysql ->
                "mysql://" + mysql.user() + ":" + mysql.password() + "@" + mysql.host() + ":" + mysql.port() + "/"
                        + mysql.name();
        };
    }

    Database database() {
        return database;
    }

    /** Writes which service account the agent's client is. */
    private Path accounts() throws IOException {
        return Files.writeString(directory.resolve("accounts.json"), "{\"" + AGENT + "\": \"" + AGENT + "\"}");
    }

    /** Starts an app; returns when it answers. */
    void start(App app, Map<String, String> more) throws IOException, InterruptedException {
        int metricsPort = freePort();
        Map<String, String> all = new HashMap<>(
                Map.of("PORT", "0", "METRICS_PORT", Integer.toString(metricsPort), "AUTH0_AUDIENCE", AUDIENCE));
        all.putAll(
                switch (app) {
                    case PUBLIC -> Map.of("DBURI", databaseUri());
                    case ADMIN ->
                        Map.of(
                                "DBURI",
                                databaseUri(),
                                "OIDC_ISSUER",
                                identity.issuer(),
                                "SYSTEM_ACCOUNTS",
                                AGENT,
                                "M2M_ACCOUNT_MAPPING",
                                accounts().toString(),
                                "RELEASES_HISTORY_BUCKET",
                                directory.resolve("releases").toUri().toString(),
                                "NIGHTLY_HISTORY_BUCKET",
                                directory.resolve("nightly").toUri().toString());
                    case AGENT ->
                        Map.of(
                                "BALROG_API_ROOT",
                                urls.getOrDefault(App.ADMIN, "http://127.0.0.1:1") + "/api",
                                "TOKEN_URL",
                                identity.issuer() + "token",
                                "AUTH0_M2M_CLIENT_ID",
                                AGENT,
                                "AUTH0_M2M_CLIENT_SECRET",
                                AGENT_SECRET,
                                "BALROG_AGENT_INTERVAL",
                                "1");
                });
        all.putAll(variables);
        all.putAll(more);
        BalrogProcess process = BalrogProcess.start(directory, all, app.command);
        processes.put(app, process);
        urls.put(app, process.await(app.url));
        metricsPorts.put(app, metricsPort);
    }

    BalrogProcess process(App app) {
        return Objects.requireNonNull(processes.get(app), "not started");
    }

    /** Where Prometheus finds what an app measures. */
    String metricsAddress(App app) {
        return LOOPBACK + ":" + metricsPorts.get(app);
    }

    /** What Prometheus is given by an app. */
    String scrape(App app) throws IOException, InterruptedException {
        return BalrogProcess.get("http://" + metricsAddress(app) + "/metrics");
    }

    /** What Prometheus is given by a backup that has just begun. */
    String scrapeBackup() throws IOException, InterruptedException {
        int port = freePort();
        BalrogProcess backup = BalrogProcess.start(
                directory,
                Map.of("DBURI", databaseUri(), "METRICS_PORT", Integer.toString(port)),
                "backup",
                "--continuous",
                "--to=" + directory.resolve("backups"));
        try (backup) {
            backup.await(Pattern.compile("(Snapshot) of"));
            return BalrogProcess.get("http://" + LOOPBACK + ":" + port + "/metrics");
        }
    }

    /** Asks an app as the administrator, with secrets in all the places that requests have for them. */
    HttpResponse<String> send(App app, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(urls.get(app) + path))
                .header("Authorization", "Bearer " + accessToken())
                .header("Cookie", "session=c00kie")
                .header("Content-Type", "application/json")
                .header("User-Agent", "test")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    String accessToken() {
        return identity.accessToken(ADMIN);
    }

    /** Adds a release that needs no signoffs. */
    void addRelease(String name) throws IOException, InterruptedException {
        HttpResponse<String> added = send(App.ADMIN, "PUT", "/api/v2/releases/" + name, """
                {"product": "Watched", "blob": {"name": "%s", "schema_version": 4, "hashFunction": "sha512"}}
                """.formatted(name));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
    }

    /** Schedules a new rule, which nobody has to sign off, and which reaches one request in a hundred; when it is to be made is given in milliseconds from now. */
    void schedule(String release, long milliseconds) throws IOException, InterruptedException {
        HttpResponse<String> scheduled = send(App.ADMIN, "POST", "/api/scheduled_changes/rules", """
                {"change_type": "insert", "when": %d, "product": "Watched", "channel": "test", "priority": 1,
                 "mapping": "%s", "backgroundRate": 1, "update_type": "minor"}
                """.formatted(
                        System.currentTimeMillis() + milliseconds, release));
        assertThat(scheduled.statusCode()).as(scheduled.body()).isEqualTo(200);
    }

    /** Waits until the agent has made a scheduled change, and can say how late it was. */
    void awaitEnactment() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!scrape(App.AGENT).contains("balrog_agent_lag_seconds_count 1")) {
            assertThat(System.nanoTime()).as(scrape(App.AGENT)).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        processes.values().forEach(BalrogProcess::close);
        client.close();
        identity.close();
        database.close();
    }
}
