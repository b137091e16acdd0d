// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import dev.balrog.bench.Directories;
import dev.balrog.bench.server.Report;
import dev.balrog.bench.server.ServerProcess;
import dev.balrog.cli.sample.SampleSize;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Benchmark of the largest list responses. */
@Command(
        name = "bench/run listings",
        mixinStandardHelpOptions = true,
        description = "Fetch the lists of 60,000 releases and 10,000 rules, and verify that all of them are there. Ends"
                + " with status 1 when they are not.")
public final class ListingBenchmark implements Callable<Integer> {
    private static final double GOAL_MILLIS = 200;
    private static final double KIBI = 1024;
    private static final int RELEASES = 60_000;
    /**
     * Number of additional releases, since the sample does not have exactly the same number of each
     * kind.
     */
    private static final int MARGIN = 200;

    private static final List<Listing> LISTINGS = List.of(
            new Listing("/releases", "releases", RELEASES),
            new Listing("/v2/releases", "releases", RELEASES),
            new Listing("/rules", "rules", 10_000));

    @Option(names = "--mariadb", description = "On a MariaDB server that is started for it, in place of SQLite.")
    private boolean mariaDb;

    @Option(names = "--rounds", defaultValue = "20", description = "Number of fetches; ${DEFAULT-VALUE} unless given.")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "20",
            description = "Number of fetches before, of each list; ${DEFAULT-VALUE} unless given.")
    private int warmUp;

    @Option(names = "--home", defaultValue = ".", hidden = true, description = "The directory of the project.")
    private Path home;

    @Spec
    private CommandSpec spec;

    /**
     * List resource.
     *
     * @param path the path
     * @param member the member of the response that contains the list
     * @param least the minimum number of elements
     */
    private record Listing(String path, String member, int least) {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ListingBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path project = home.toAbsolutePath().normalize();
        Path directory = Directories.emptied(project.resolve("bench/target/admin"));
        if (!mariaDb) {
            return measure(project, directory, "sqlite:///" + directory.resolve("balrog.db"));
        }
        Path data = Files.createDirectory(directory.resolve("mariadb"));
        try (MariaDbProcess database = MariaDbProcess.start(data, ServerProcess.freePort())) {
            return measure(project, directory, database.uri());
        }
    }

    private int measure(Path project, Path directory, String database) throws IOException, InterruptedException {
        ListingDatabase.fill(database, SampleSize.LARGE.withReleases(RELEASES + MARGIN), directory);
        Report report = new Report(spec.commandLine().getOut());
        boolean good = true;
        try (AdminServer server = AdminServer.start(project.resolve("balrog"), database, directory, List.of());
                HttpClient http = HttpClient.newHttpClient();
                Database others = new Database(DatabaseUri.parse(database), DatabaseOptions.forWriting())) {
            for (Listing listing : LISTINGS) {
                Download download = new Download(http, URI.create(server.apiRoot() + listing.path()));
                good &= isComplete(listing, download);
                measure(report, listing.path(), download, () -> change(others));
            }
            report.none("failures (5xx)", server.answers().failures());
            report.figure("memory (RSS), peak", server.process().peakResidentMebibytes(), " MiB");
        }
        return good ? 0 : 1;
    }

    /** Changes a row that all lists depend on. */
    private static void change(Database database) {
        database.write(sql -> sql.execute("UPDATE rules SET data_version = data_version + 1 WHERE rule_id = 1"));
    }

    /** Returns whether the list is complete, and identical with and without compression. */
    private boolean isComplete(Listing listing, Download download) throws IOException, InterruptedException {
        byte[] plain = download.once().body();
        byte[] unpacked = download.once("Accept-Encoding", "gzip").body();
        JsonNode elements = JsonMapper.shared().readTree(plain).path(listing.member());
        if (elements.size() >= listing.least() && Arrays.equals(plain, unpacked)) {
            return true;
        }
        spec.commandLine().getErr().println(listing.path() + " has " + elements.size() + " elements");
        return false;
    }

    private void measure(Report report, String path, Download download, Runnable change)
            throws IOException, InterruptedException {
        String[] zip = {"Accept-Encoding", "gzip"};
        download.times(warmUp, change, 200);
        download.times(warmUp, change, 200, zip);
        Download.Times plain = download.times(rounds, change, 200);
        Download.Times zipped = download.times(rounds, change, 200, zip);
        report.figure(path + ": size", plain.wireBytes() / KIBI, " KiB");
        report.figure(path + ": size, compressed", zipped.wireBytes() / KIBI, " KiB");
        report(report, path + " after a change", plain);
        report(report, path + " after a change, compressed", zipped);
        Runnable nothing = () -> {};
        String tag = download.once(zip).tag();
        report(report, path + " again", download.times(rounds, nothing, 200));
        report(report, path + " again, compressed", download.times(rounds, nothing, 200, zip));
        if (tag != null) {
            report(
                    report,
                    path + " again, for one who has it (304)",
                    download.times(rounds, nothing, 304, "If-None-Match", tag));
        }
    }

    private static void report(Report report, String what, Download.Times times) {
        report.figure(what + ", median", times.medianMillis(), " ms");
        report.atMost(what + ", max", times.maxMillis(), GOAL_MILLIS, " ms");
    }
}
