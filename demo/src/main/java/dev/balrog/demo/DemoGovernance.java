// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.admin.AdminSettings;
import dev.balrog.admin.notification.NotificationSettings;
import dev.balrog.admin.traffic.PrometheusSettings;
import dev.balrog.agent.Agent;
import dev.balrog.agent.AgentSettings;
import dev.balrog.change.OperatorGrant;
import dev.balrog.change.policy.UnboundSignoffs;
import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.cli.options.MozillaDomains;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Urls;
import dev.balrog.cli.server.AdminServer;
import dev.balrog.cli.server.ServerParts;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.ClientCredentials;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.core.change.Permission;
import dev.balrog.core.lint.LintSeverities;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.identity.IdentityServer;
import dev.balrog.identity.Machine;
import dev.balrog.identity.Person;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.HttpSettings;
import dev.balrog.service.LogSettings;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.schema.Schema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Parts of the demo that change the served data: an identity provider, the admin app, and the
 * agent.
 */
final class DemoGovernance implements AutoCloseable {
    static final String ADMINISTRATOR = "administrator@example.com";
    static final String RELEASE_MANAGER = "release-manager@example.com";

    private static final String LOOPBACK = "127.0.0.1";
    /** Audience of the demo's access tokens. */
    static final String AUDIENCE = "balrog-demo";

    /** Client id and user name of the agent. */
    static final String AGENT = "balrogagent";

    /**
     * Client id of the user interface at the identity provider; the demo's provider accepts any.
     */
    private static final String PAGES = "balrog-ui";

    private static final Duration AGENT_INTERVAL = Duration.ofSeconds(1);
    private static final long BODY_BYTES = 32L * 1024 * 1024;

    /** Users of the demo, who have their permissions in the sample data. */
    static final List<Person> PEOPLE = List.of(
            new Person(ADMINISTRATOR, "Administrator", "Has all permissions; signs off as releng"),
            new Person(RELEASE_MANAGER, "Release manager", "Rules and shutoffs; signs off as relman"),
            new Person("quality@example.com", "Quality assurance", "Signs off as qa"));

    private final ServerParts parts = new ServerParts();
    private final IdentityServer identity;
    private final AdminServer admin;

    private DemoGovernance(IdentityServer identity, AdminServer admin) {
        this.identity = identity;
        this.admin = admin;
    }

    /**
     * Starts all parts; returns when they accept requests.
     *
     * @param host host that the admin app listens on
     * @param adminPort port of the admin app; 0 for any free port
     * @param publicApp base URL of the metrics of the public app
     * @param prometheus base URL of the Prometheus server; empty for none
     * @throws CommandFailure if a part can't be started
     */
    static DemoGovernance start(
            DemoDatabase database,
            String host,
            int adminPort,
            URI publicApp,
            Optional<URI> prometheus,
            LogSettings logSettings) {
        ErrorReporter errors = ErrorReportingOptions.onlyLogging();
        InstantSource clock = InstantSource.system();
        String secret = UUID.randomUUID().toString();
        prepare(database);
        IdentityServer identity;
        try {
            identity = IdentityServer.start(
                    LOOPBACK, freePort(), AUDIENCE, PEOPLE, List.of(new Machine(AGENT, secret)), clock, errors);
        } catch (IOException | IllegalArgumentException wrong) {
            throw new CommandFailure("users can't log in to the demo: " + wrong.getMessage(), wrong);
        }
        AdminServer admin;
        try {
            admin = AdminServer.start(
                    settings(database, host, adminPort, publicApp, prometheus, identity),
                    logSettings,
                    new ServerMetrics(null, BuildInfo.current()),
                    errors);
        } catch (RuntimeException failure) {
            identity.close();
            throw failure;
        }
        DemoGovernance demo = new DemoGovernance(identity, admin);
        demo.parts.add(identity);
        demo.parts.add(admin);
        demo.parts.add(demo.agent(secret, Urls.base(host, admin.port()), clock, errors));
        return demo;
    }

    /** Migrates a database of an earlier version, and grants the agent its permission. */
    private static void prepare(DemoDatabase demo) {
        try (Database database = new Database(demo.uri(), DatabaseOptions.forWriting())) {
            Schema schema = new Schema(database);
            // Tables and columns that this version does not need stay until they are dropped
            // explicitly.
            if (!schema.status().changeable()) {
                schema.upgrade();
            }
            grantAgent(database);
        }
    }

    /** Grants the agent the permission to enact scheduled changes. */
    static void grantAgent(Database database) {
        new OperatorGrant(AGENT, Permission.SCHEDULED_CHANGE, Set.of(), Set.of(), Set.of())
                .apply(database, "demo", Clock.systemUTC());
    }

    /** Returns a free port of the loopback interface. */
    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static AdminSettings settings(
            DemoDatabase database,
            String host,
            int port,
            URI publicApp,
            Optional<URI> prometheus,
            IdentityServer identity) {
        return new AdminSettings(
                database.uri(),
                HttpSettings.listeningOn(host, port).withMaxBodyBytes(BODY_BYTES),
                AdminSettings.Headers.forOrigins(Set.of("*")),
                new AdminSettings.Identity(
                        URI.create(identity.issuer()), AUDIENCE, Optional.empty(), Map.of(AGENT, AGENT), false),
                new AdminSettings.Ui(Optional.of(PAGES), AdminSettings.Ui.SCOPE, "demo", false),
                new AdminSettings.History(Optional.empty(), Optional.empty()),
                MozillaDomains.urlPolicy(),
                Set.of(AGENT),
                ContentChecks.STRICT,
                UnboundSignoffs.ACCEPT,
                LintSeverities.DEFAULT,
                AnonymousRead.FULL,
                List.of(publicApp),
                prometheus.map(url -> new PrometheusSettings(url, Map.of())),
                NotificationSettings.NONE,
                Optional.empty(),
                Duration.ofSeconds(5));
    }

    private Agent agent(String secret, String adminUrl, InstantSource clock, ErrorReporter errors) {
        ClientSettings settings = ClientSettings.of(URI.create(adminUrl));
        ClientCredentials.Account account =
                new ClientCredentials.Account(URI.create(identity.issuer() + "token"), AGENT, secret, AUDIENCE);
        Agent agent = new Agent(
                AgentSettings.polling(AGENT_INTERVAL),
                new BalrogClient(settings, new ClientCredentials(account, settings)),
                Optional.empty(),
                clock,
                RandomGenerator.getDefault(),
                new ServerMetrics(null, BuildInfo.current()),
                errors);
        agent.start();
        return agent;
    }

    /** Returns the port of the admin app. */
    int adminPort() {
        return admin.port();
    }

    /** Returns an access token for one of the demo users. */
    String accessToken(String email) {
        return identity.accessToken(email);
    }

    @Override
    public void close() {
        parts.close();
    }
}
