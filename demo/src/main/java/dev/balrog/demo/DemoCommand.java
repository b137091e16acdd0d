// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.cli.options.HttpOptions;
import dev.balrog.cli.options.MozillaDomains;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Foreground;
import dev.balrog.cli.run.Urls;
import dev.balrog.cli.sample.SampleSize;
import dev.balrog.cli.server.PublicServer;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.publicapp.PublicReleases;
import dev.balrog.publicapp.PublicSettings;
import dev.balrog.publicapp.UnexplainedChanges;
import dev.balrog.publicapp.signing.SigningSettings;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.LogSettings;
import dev.balrog.service.Logging;
import dev.balrog.service.MetricsEndpoint;
import dev.balrog.service.ServerMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Demonstrates the public app with sample data. */
@Command(
        name = "demo",
        description = {
            "Run the whole system with sample data.",
            "Creates a database with sample data, if there is none yet, serves update requests from it, and lets demo"
                    + " users change it in the console."
        })
public final class DemoCommand implements Callable<Integer> {
    /**
     * Path of a request whose response has an update. Partial updates exist from Firefox 139.0.4.
     */
    public static final String WITH_UPDATE = "/update/6/Firefox/139.0.4/20250609163029/WINNT_x86_64-msvc-x64/de/release"
            + "/Windows_NT%2010.0/ISET:SSE4_2,MEM:16384/default/default/update.xml";

    /** Path of a request for a product and channel with an emergency shutoff in the sample data. */
    static final String WITHOUT_UPDATE = "/update/6/Thunderbird/139.0/20250526142530/WINNT_x86_64-msvc-x64/de/beta"
            + "/Windows_NT%2010.0/ISET:SSE4_2,MEM:16384/default/default/update.xml";

    private static final String LOOPBACK = "127.0.0.1";
    /** The traffic sample has each request: its metrics are served on the loopback interface only. */
    private static final int RECORD_ALL = 1;

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    @Option(
            names = "--directory",
            paramLabel = "DIRECTORY",
            defaultValue = "data/demo",
            description = "Directory of the database.")
    @Variable("BALROG_DEMO_DIRECTORY")
    private Path directory;

    @Option(names = "--reset", description = "Delete the database and create a new one.")
    private boolean reset;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "7070",
            converter = HttpOptions.PortConverter.class,
            description = "Port of the admin API; 0 for a free one.")
    @Variable("BALROG_DEMO_ADMIN_PORT")
    private int adminPort;

    @Option(
            names = "--no-traffic",
            description = "Send no synthetic requests, and start no Prometheus server where one is installed.")
    private boolean noTraffic;

    @Mixin
    private HttpOptions http;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        LogSettings logSettings = LogSettings.parse("WARNING", "plain", "off");
        Logging.configure(logSettings);
        PrintWriter out = spec.commandLine().getOut();
        DemoDatabase database = new DemoDatabase(directory);
        prepare(database, out);
        int port = freePort(http.port(), out);
        int metricsPort = freeLoopbackPort();
        int prometheusPort = noTraffic || !DemoPrometheus.isInstalled() ? 0 : freeLoopbackPort();
        DemoGovernance governance = DemoGovernance.start(
                database,
                http.host(),
                freePort(adminPort, out),
                URI.create(Urls.base(LOOPBACK, metricsPort)),
                prometheusPort == 0 ? Optional.empty() : Optional.of(URI.create(Urls.base(LOOPBACK, prometheusPort))),
                logSettings);
        ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current());
        PublicServer server = start(database, port, metricsPort, metrics, logSettings, governance);
        if (!noTraffic) {
            startTraffic(server, metrics, metricsPort, database, prometheusPort, out);
        }
        summary(
                        Urls.base(http.host(), server.port()),
                        Urls.base(http.host(), governance.adminPort()),
                        database,
                        governance,
                        prometheusPort != 0)
                .forEach(out::println);
        out.flush();
        Foreground.run(server, () -> {
            out.println();
            out.println("Stopped.");
            out.flush();
        });
        return ExitCode.OK;
    }

    private void prepare(DemoDatabase database, PrintWriter out) {
        try {
            if (reset) {
                database.delete();
            }
            if (!database.exists()) {
                out.println("Creating a database with sample data ...");
                out.flush();
                database.create(SampleSize.DEMO);
            }
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    "the directory " + directory + " can't be used: " + unwritable + "; give another with --directory",
                    unwritable);
        }
    }

    private PublicServer start(
            DemoDatabase database,
            int port,
            int metricsPort,
            ServerMetrics metrics,
            LogSettings logSettings,
            DemoGovernance governance) {
        ErrorReporter errors = ErrorReportingOptions.onlyLogging();
        PublicServer server;
        try {
            server = PublicServer.start(settings(database, port), logSettings, metrics, errors);
        } catch (RuntimeException failure) {
            governance.close();
            throw failure;
        }
        server.closeLater(governance);
        try {
            server.closeLater(MetricsEndpoint.start(
                    LOOPBACK, metricsPort, InstantSource.system(), metrics, errors, server.pages()));
            return server;
        } catch (IOException taken) {
            server.close();
            throw new CommandFailure(String.valueOf(taken.getMessage()), taken);
        }
    }

    /** Sends requests to the public app, and has them counted. Without either, the demo works all the same. */
    private void startTraffic(
            PublicServer server,
            ServerMetrics metrics,
            int metricsPort,
            DemoDatabase database,
            int prometheusPort,
            PrintWriter out)
            throws InterruptedException {
        DemoTraffic traffic = new DemoTraffic(Urls.base(http.host(), server.port()));
        server.closeLater(traffic);
        try {
            traffic.survey();
            if (prometheusPort != 0) {
                server.closeLater(DemoPrometheus.start(
                        database.prometheus(), prometheusPort, LOOPBACK + ":" + metricsPort, metrics.scrape()));
            }
        } catch (IOException failure) {
            out.println("The console has no charts of traffic: " + failure.getMessage());
        }
        traffic.start();
    }

    private static int freeLoopbackPort() {
        try {
            return DemoGovernance.freePort();
        } catch (IOException e) {
            throw new CommandFailure("no port of the loopback interface is free: " + e.getMessage(), e);
        }
    }

    private int freePort(int wanted, PrintWriter out) {
        if (wanted == 0) {
            return 0;
        }
        try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getByName(http.host()))) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            out.println("Port " + wanted + " is not free (" + taken.getMessage() + "): taking another one.");
            return 0;
        }
    }

    private PublicSettings settings(DemoDatabase database, int port) {
        return new PublicSettings(
                database.uri(),
                http.settings(port),
                MozillaDomains.urlPolicy(),
                "public, max-age=90",
                SigningSettings.of(Map.of()),
                Optional.of(database.spool()),
                Optional.empty(),
                POLL_INTERVAL,
                AnonymousRead.FULL,
                PublicReleases.ALL,
                http.grace(),
                ContentChecks.STRICT,
                UnexplainedChanges.SERVE,
                PublicSettings.DEFAULT_BODY_CACHE_BYTES,
                RECORD_ALL);
    }

    private static List<String> summary(
            String url, String adminUrl, DemoDatabase database, DemoGovernance governance, boolean isCounted) {
        return List.of(
                "",
                "Balrog serves update requests on " + url,
                "",
                "  Rules      " + url + "/api/v1/rules",
                "  Releases   " + url + "/api/v1/releases",
                "  Health     " + url + "/__heartbeat__",
                "  Data       " + database.file(),
                "",
                "Work with it as one of the demo users:",
                "",
                "  Console         " + adminUrl + "/ui/",
                "  Traffic         "
                        + (isCounted
                                ? adminUrl + "/ui/traffic (synthetic: a few requests per second, and a week before)"
                                : "install prometheus to see charts of it"),
                "  Admin API       " + adminUrl + "/api-docs/",
                "",
                "An update from 139.0.4 to 140, complete or partial. The rollout of 140.0.2 has a background rate of 25 %,",
                "the other clients get 140.0; with ?force=1 at the end, a client gets 140.0.2:",
                "",
                "  curl " + url + WITH_UPDATE,
                "",
                "No update, because of an emergency shutoff of Thunderbird's beta channel:",
                "",
                "  curl " + url + WITHOUT_UPDATE,
                "",
                "To use the admin API, take one of these access tokens (valid for an hour). The agent enacts at its time what an",
                "administrator and a release manager have signed off:",
                "",
                "  export ADMIN_API=" + adminUrl,
                "  export ADMINISTRATOR=" + governance.accessToken(DemoGovernance.ADMINISTRATOR),
                "  export RELEASE_MANAGER=" + governance.accessToken(DemoGovernance.RELEASE_MANAGER),
                "",
                "Press ctrl-C to stop.");
    }
}
