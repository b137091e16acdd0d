// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** Starts Balrog's apps and runs its commands. */
public final class Apps {
    private static final Duration COMMAND_WITHIN = Duration.ofMinutes(2);

    /** JVM options for small heaps and the serial collector, since many JVMs share the host. */
    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Children children;
    private final MariaDb database;
    private final Identity identity;
    private final AtomicInteger started = new AtomicInteger();

    /**
     * Identity provider and service account.
     *
     * @param issuer the identity provider's issuer URL
     * @param audience the audience of its tokens
     * @param clientId the client ID of the agent's service account
     * @param secret the client secret
     * @param userName the user name of the service account
     */
    public record Identity(String issuer, String audience, String clientId, String secret, String userName) {}

    /** Creates a launcher of apps on this database. */
    public Apps(Children children, MariaDb database, Identity identity) {
        this.children = children;
        this.database = database;
        this.identity = identity;
    }

    /** Runs a command with write access to the database. */
    public void command(Version version, String... arguments) throws IOException, InterruptedException {
        commandOn(database.writerUri(), version, arguments);
    }

    /** Runs a command on a database. */
    public void commandOn(String uri, Version version, String... arguments) throws IOException, InterruptedException {
        run(uri, version, Optional.empty(), arguments);
    }

    /** App that has to be deployed first when the schema changes. */
    public enum First {
        /** Additive migration: the previous version continues to work. */
        ADMIN,
        /** Destructive migration: the previous version would break. */
        PUBLIC;

        /** Returns the name in the output of {@code balrog db plan}. */
        public String inPlan() {
            return name().toLowerCase(Locale.ROOT) + "_first";
        }
    }

    /** Returns the deployment order of a version, from {@code balrog db plan}. */
    public String orderOf(Version version) throws IOException, InterruptedException {
        Path plan = children.place(version.name() + "-plan.json");
        run(database.writerUri(), version, Optional.of(plan), "db", "plan", "--json");
        return JsonMapper.shared()
                .readTree(Files.readString(plan))
                .path("order")
                .asString("");
    }

    private void run(String uri, Version version, Optional<Path> output, String... arguments)
            throws IOException, InterruptedException {
        children.run(name(arguments), commandLine(version, arguments), Map.of("DBURI", uri), output, COMMAND_WITHIN);
    }

    /** Starts a command that runs until it is stopped. */
    Child startOn(String uri, Version version, String... arguments) throws IOException {
        return children.start(name(arguments), commandLine(version, arguments), Map.of("DBURI", uri));
    }

    private String name(String... arguments) {
        return "balrog-" + arguments[0] + "-" + started.incrementAndGet();
    }

    private static List<String> commandLine(Version version, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m"));
        command.addAll(JAVA_OPTIONS.subList(1, JAVA_OPTIONS.size()));
        command.addAll(List.of("-jar", version.jar().toString()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** Returns a free loopback port that was not returned before. */
    public int freePort() throws IOException {
        return children.freePort();
    }

    /**
     * Starts public apps and waits until all respond.
     *
     * @param hash the pod template hash, which identifies the pods of one rollout
     * @param settings variables that differ from the defaults
     */
    public List<Pod> publicApps(Version version, String hash, Map<String, String> settings, int number)
            throws IOException, InterruptedException {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Path spool = Files.createDirectories(children.place("spool-" + started.incrementAndGet()));
            Map<String, String> environment = new HashMap<>(Map.of(
                    "DBURI",
                    database.readerUri(),
                    "BALROG_SPOOL",
                    spool.toString(),
                    "BALROG_GRACE",
                    "5",
                    "LOG_LEVEL",
                    "WARNING"));
            environment.putAll(settings);
            pods.add(begin("public", version, hash, environment));
        }
        for (Pod pod : pods) {
            pod.awaitAnswer();
        }
        return List.copyOf(pods);
    }

    /** Starts an admin app and waits until it responds. */
    public Pod adminApp(Version version) throws IOException, InterruptedException {
        Path history = Files.createDirectories(children.place("history"));
        Path accounts = Files.writeString(
                children.place("accounts.json"),
                JsonMapper.shared().writeValueAsString(Map.of(identity.clientId(), identity.userName())));
        return start(
                "admin",
                version,
                Map.of(
                        "DBURI",
                        database.writerUri(),
                        "OIDC_ISSUER",
                        identity.issuer(),
                        "AUTH0_AUDIENCE",
                        identity.audience(),
                        "M2M_ACCOUNT_MAPPING",
                        accounts.toString(),
                        "RELEASES_HISTORY_BUCKET",
                        history.toUri().toString(),
                        "NIGHTLY_HISTORY_BUCKET",
                        history.toUri().toString(),
                        "LOG_LEVEL",
                        "WARNING"));
    }

    /** Starts an agent for an admin app and waits until it responds. */
    public Pod agent(Version version, String adminUrl) throws IOException, InterruptedException {
        return start(
                "agent",
                version,
                Map.of(
                        "BALROG_API_ROOT",
                        adminUrl + "/api",
                        "AUTH0_M2M_CLIENT_ID",
                        identity.clientId(),
                        "AUTH0_M2M_CLIENT_SECRET",
                        identity.secret(),
                        "AUTH0_AUDIENCE",
                        identity.audience(),
                        "TOKEN_URL",
                        identity.issuer() + "oauth/token",
                        "BALROG_AGENT_INTERVAL",
                        "1",
                        "LOG_LEVEL",
                        "WARNING"));
    }

    private Pod start(String app, Version version, Map<String, String> settings)
            throws IOException, InterruptedException {
        Pod pod = begin(app, version, app, settings);
        pod.awaitAnswer();
        return pod;
    }

    private Pod begin(String app, Version version, String hash, Map<String, String> settings) throws IOException {
        String name = app + "-" + version.name() + "-" + started.incrementAndGet();
        Path versionFile = Files.writeString(
                children.place(name + "-version.json"),
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of("version", version.name(), "source", "", "commit", hash, "build", "")));
        int port = children.freePort();
        int metricsPort = children.freePort();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", Integer.toString(port));
        environment.put("METRICS_PORT", Integer.toString(metricsPort));
        environment.put("LOG_FORMAT", "plain");
        environment.put("VERSION_FILE", versionFile.toString());
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("-jar", version.jar().toString(), app));
        Child child = children.start(name, command, environment);
        return new Pod(child, version.name(), hash, port, metricsPort);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
