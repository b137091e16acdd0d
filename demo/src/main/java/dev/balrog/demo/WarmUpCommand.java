// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.cli.options.MozillaDomains;
import dev.balrog.cli.sample.SampleSize;
import dev.balrog.cli.server.PublicServer;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.publicapp.PublicReleases;
import dev.balrog.publicapp.PublicSettings;
import dev.balrog.publicapp.UnexplainedChanges;
import dev.balrog.publicapp.signing.SigningSettings;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.HttpSettings;
import dev.balrog.service.LogSettings;
import dev.balrog.service.Logging;
import dev.balrog.service.ServerMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/**
 * Starts a server with sample data and sends it some requests. The launcher runs this once after a
 * build, so that the JVM records which classes and methods a start needs.
 */
@Command(
        name = "warm-up",
        hidden = true,
        description = "Serve sample data for a moment, so that the JVM can record what a start needs.")
public final class WarmUpCommand implements Callable<Integer> {
    private static final int ROUNDS = 100;
    private static final List<String> REQUESTS = List.of(
            DemoCommand.WITH_UPDATE,
            DemoCommand.WITHOUT_UPDATE,
            "/update/3/GMP/140.0/20250623114531/Linux_x86_64-gcc3/en-US/release/Linux%206.1/default/default/update.xml",
            "/update/3/SystemAddons/140.0/20250623114531/Linux_x86_64-gcc3/en-US/release/Linux%206.1/default/default"
                    + "/update.xml",
            "/json/1/FirefoxVPN/2.20.0/WINNT_x86_64/release/update.json",
            "/__lbheartbeat__",
            "/__heartbeat__");

    @Override
    public Integer call() throws IOException, InterruptedException {
        LogSettings logSettings = LogSettings.parse("WARNING", "json", "off");
        Logging.configure(logSettings);
        Path directory = Files.createTempDirectory("balrog-warm-up");
        try {
            DemoDatabase database = new DemoDatabase(directory);
            database.create(SampleSize.DEMO.withLocales(2));
            ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current());
            try (PublicServer server =
                    PublicServer.start(settings(database), logSettings, metrics, ErrorReportingOptions.onlyLogging())) {
                request("http://127.0.0.1:" + server.port());
            }
        } finally {
            delete(directory);
        }
        return ExitCode.OK;
    }

    private static PublicSettings settings(DemoDatabase database) {
        return new PublicSettings(
                database.uri(),
                HttpSettings.listeningOn("127.0.0.1", 0),
                MozillaDomains.urlPolicy(),
                "no-store",
                SigningSettings.of(Map.of()),
                Optional.of(database.spool()),
                Optional.empty(),
                Duration.ofMillis(100),
                AnonymousRead.FULL,
                PublicReleases.ALL,
                Duration.ZERO,
                ContentChecks.STRICT,
                UnexplainedChanges.SERVE,
                PublicSettings.DEFAULT_BODY_CACHE_BYTES,
                0);
    }

    private static void request(String url) throws IOException, InterruptedException {
        // Without an offer of HTTP/2, as clients send their requests, so that the fast path is recorded.
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String path : REQUESTS) {
                    client.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.discarding());
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
