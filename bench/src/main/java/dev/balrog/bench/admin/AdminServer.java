// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import dev.balrog.bench.server.ServerProcess;
import dev.balrog.change.OperatorGrant;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.ClientCredentials;
import dev.balrog.client.auth.Tokens;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.core.change.Permission;
import dev.balrog.identity.IdentityServer;
import dev.balrog.identity.Machine;
import dev.balrog.identity.Person;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.schema.Schema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Running admin app with its identity provider. There is one service account with all permissions,
 * and the history of releases is stored in a directory.
 */
final class AdminServer implements AutoCloseable {
    private static final String AUDIENCE = "balrog-benchmark";
    private static final Machine MACHINE = new Machine("benchmark-client", "a secret of no value");
    private static final String USER = "benchmark";
    private static final Pattern ANSWERS =
            Pattern.compile("balrog_admin_requests_seconds_count\\{.*status=\"([2345])xx\".*} ([0-9.E]+)");

    private final IdentityServer identity;
    private final ServerProcess process;
    private final int metricsPort;
    private final Path directory;

    private AdminServer(IdentityServer identity, ServerProcess process, int metricsPort, Path directory) {
        this.identity = identity;
        this.process = process;
        this.metricsPort = metricsPort;
        this.directory = directory;
    }

    /**
     * Starts the app and waits until it responds.
     *
     * @param launcher the launcher script
     * @param database the database URI, as in the variable {@code DBURI}
     * @param directory an existing directory for the history of releases and all output
     * @param javaOptions JVM options in addition to those of the launcher
     */
    static AdminServer start(Path launcher, String database, Path directory, List<String> javaOptions)
            throws IOException, InterruptedException {
        prepare(database);
        int identityPort = ServerProcess.freePort();
        IdentityServer identity = IdentityServer.start(
                "127.0.0.1",
                identityPort,
                AUDIENCE,
                List.of(new Person("nobody@example.com", "Nobody", "can't do anything")),
                List.of(MACHINE),
                InstantSource.system(),
                (error, context) -> error.printStackTrace());
        try {
            int port = ServerProcess.freePort();
            int metricsPort = ServerProcess.freePort();
            Path accounts = Files.writeString(
                    directory.resolve("accounts.json"),
                    JsonMapper.shared().writeValueAsString(Map.of(MACHINE.clientId(), USER)));
            Map<String, String> environment = Map.ofEntries(
                    Map.entry("DBURI", database),
                    Map.entry("HOST", "127.0.0.1"),
                    Map.entry("PORT", Integer.toString(port)),
                    Map.entry("METRICS_PORT", Integer.toString(metricsPort)),
                    Map.entry("LOG_LEVEL", "WARNING"),
                    Map.entry("OIDC_ISSUER", identity.issuer()),
                    Map.entry("AUTH0_AUDIENCE", AUDIENCE),
                    Map.entry("M2M_ACCOUNT_MAPPING", accounts.toString()),
                    Map.entry(
                            "RELEASES_HISTORY_BUCKET",
                            history(directory).toUri().toString()),
                    Map.entry(
                            "NIGHTLY_HISTORY_BUCKET", history(directory).toUri().toString()),
                    Map.entry("BALROG_JAVA_OPTS", String.join(" ", javaOptions)));
            ServerProcess process = ServerProcess.start(
                    "balrog admin",
                    port,
                    List.of(launcher.toString(), "admin"),
                    environment,
                    directory.resolve("admin.log"));
            return new AdminServer(identity, process, metricsPort, directory);
        } catch (IOException | InterruptedException e) {
            identity.close();
            throw e;
        }
    }

    /** Creates the schema if it does not exist, and the user. */
    private static void prepare(String uri) {
        try (Database database = new Database(DatabaseUri.parse(uri), DatabaseOptions.forWriting())) {
            new Schema(database).upgrade();
            new OperatorGrant(USER, Permission.ADMIN, Set.of(), Set.of(), Set.of())
                    .apply(database, "benchmark", Clock.systemUTC());
        }
    }

    private static Path history(Path directory) {
        return directory.resolve("history");
    }

    /** Returns the directory of the history of releases. */
    Path history() {
        return history(directory);
    }

    ServerProcess process() {
        return process;
    }

    /** Returns the prefix of all URLs of the API. */
    URI apiRoot() {
        return URI.create("http://127.0.0.1:" + process.port() + "/api");
    }

    /**
     * Creates a client with its own connections and tokens, like each program that uses the API.
     */
    BalrogClient client() {
        ClientSettings settings = ClientSettings.of(apiRoot());
        return new BalrogClient(settings, tokens(settings));
    }

    private Tokens tokens(ClientSettings settings) {
        return new ClientCredentials(
                new ClientCredentials.Account(
                        URI.create(identity.issuer() + "oauth/token"), MACHINE.clientId(), MACHINE.secret(), AUDIENCE),
                settings);
    }

    /** Returns the number of responses so far, from the server's metrics. */
    Answers answers() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .map(ANSWERS::matcher)
                    .filter(Matcher::matches)
                    .map(line -> Answers.of(line.group(1), (long) Double.parseDouble(line.group(2))))
                    .reduce(Answers.NONE, Answers::plus);
        }
    }

    @Override
    public void close() {
        process.close();
        identity.close();
    }
}
