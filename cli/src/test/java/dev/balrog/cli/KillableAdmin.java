// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.change.OperatorGrant;
import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.core.change.Permission;
import dev.balrog.identity.IdentityServer;
import dev.balrog.identity.Person;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The admin app in a process of its own, which can be killed and started again on the same database. */
public final class KillableAdmin implements AutoCloseable {
    static final String ADMIN = "admin@example.com";
    static final String AGENT = "agent@example.com";

    private static final Pattern URL = Pattern.compile("serves the admin API on (http://[0-9.:]+)");
    private static final String AUDIENCE = "balrog-test";

    private final Path directory;
    private final Database database;
    private final IdentityServer identity;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable BalrogProcess process;
    private String url = "";

    KillableAdmin(Kind kind, Path directory) throws IOException {
        this.directory = directory;
        this.database = TestDatabases.create(kind, directory);
        this.identity = IdentityServer.start(
                "127.0.0.1",
                freePort(),
                AUDIENCE,
                List.of(new Person(ADMIN, "", ""), new Person(AGENT, "", "")),
                List.of(),
                InstantSource.system(),
                ErrorReportingOptions.onlyLogging());
        grant(ADMIN, Permission.ADMIN);
        grant(AGENT, Permission.SCHEDULED_CHANGE);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private void grant(String user, Permission permission) {
        new OperatorGrant(user, permission, Set.of(), Set.of(), Set.of()).apply(database, "test", Clock.systemUTC());
    }

    /** The address of a database, as an option or variable has it. */
    public static String text(DatabaseUri uri) {
        return switch (uri) {
            case DatabaseUri.Sqlite sqlite -> sqlite.toString();
            case DatabaseUri.MySql mysql ->
                "mysql://" + encoded(mysql.user()) + ":" + encoded(mysql.password()) + "@" + mysql.host() + ":"
                        + mysql.port() + "/" + mysql.name();
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Starts it; returns when it answers. */
    void start() throws IOException, InterruptedException {
        Map<String, String> variables = Map.of(
                "DBURI",
                text(database.uri()),
                "PORT",
                "0",
                "METRICS_PORT",
                "0",
                "LOG_FORMAT",
                "plain",
                "OIDC_ISSUER",
                identity.issuer(),
                "AUTH0_AUDIENCE",
                AUDIENCE,
                "RELEASES_HISTORY_BUCKET",
                history().resolve("releases").toUri().toString(),
                "NIGHTLY_HISTORY_BUCKET",
                history().resolve("nightly").toUri().toString());
        process = BalrogProcess.start(directory, variables, "admin");
        url = process.await(URL);
    }

    /** Where the history of releases is. */
    Path history() {
        return directory.resolve("history");
    }

    Database database() {
        return database;
    }

    private BalrogProcess process() {
        return Objects.requireNonNull(process, "not started");
    }

    void kill() throws InterruptedException {
        process().kill();
    }

    /** Stops it as a service manager does. */
    void stop() throws IOException, InterruptedException {
        assertThat(process().terminate()).isZero();
        assertThat(process().err()).isEmpty();
    }

    /**
     * Sends a request.
     *
     * @throws IOException when there is no answer, as when the process was killed
     */
    JsonNode send(String user, String method, String path, JsonNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + identity.accessToken(user))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isBetween(200, 299);
        String text = response.body();
        return JsonMapper.shared().readTree(text.isEmpty() ? "{}" : text);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        client.close();
        identity.close();
        database.close();
    }
}
