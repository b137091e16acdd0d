// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import dev.balrog.bench.Directories;
import dev.balrog.bench.server.Report;
import dev.balrog.bench.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Load test of concurrent writes of large releases to a server with little memory. */
@Command(
        name = "bench/run blobs",
        mixinStandardHelpOptions = true,
        description = "Make, replace and read large releases, many at the same time, by each version of the API, on a"
                + " server with little memory, and verify that all of them are there. Ends with status 1 when one is"
                + " not.")
public final class BlobBenchmark implements Callable<Integer> {
    private static final double KIBI = 1024;

    @Option(names = "--mariadb", description = "On a MariaDB server that is started for it, in place of SQLite.")
    private boolean mariaDb;

    @Option(
            names = "--clients",
            defaultValue = "24",
            description = "How many at a time; ${DEFAULT-VALUE} unless given.")
    private int clients;

    @Option(
            names = "--megabytes",
            defaultValue = "5",
            description = "Size of a release; ${DEFAULT-VALUE} unless given.")
    private int megabytes;

    @Option(
            names = "--heap",
            defaultValue = "512",
            description = "The server's heap, in MiB; ${DEFAULT-VALUE} unless given.")
    private int heap;

    @Option(names = "--home", defaultValue = ".", hidden = true, description = "The directory of the project.")
    private Path home;

    @Spec
    private CommandSpec spec;

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BlobBenchmark()).execute(arguments));
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
        Path log = directory.resolve("gc.log");
        List<String> options = List.of("-Xmx" + heap + "m", "-Xlog:gc*:file=" + log);
        Report report = new Report(spec.commandLine().getOut());
        boolean good = true;
        try (AdminServer server = AdminServer.start(project.resolve("balrog"), database, directory, options)) {
            for (Api api : Api.values()) {
                BlobRun run = new BlobRun(server, api, clients, megabytes << 20);
                for (BlobRun.Step step : BlobRun.Step.values()) {
                    BlobRun.Result result = run.all(step);
                    report(report, api.name() + ", " + step.name().toLowerCase(Locale.ROOT) + ": ", result);
                    result.refused().stream()
                            .distinct()
                            .limit(3)
                            .forEach(spec.commandLine().getErr()::println);
                    good &= result.refused().isEmpty();
                }
                report.figure(api.name() + ": size of a release", run.bytes() / KIBI, " KiB");
            }
            good &= server.process().isAlive();
            report.figure("heap, peak before a collection", GarbageLog.peakMebibytes(log), " MiB");
            report.figure("heap, peak after a collection", GarbageLog.peakLiveMebibytes(log), " MiB");
            report.figure("memory (RSS), peak", server.process().peakResidentMebibytes(), " MiB");
        }
        return good ? 0 : 1;
    }

    private static void report(Report report, String what, BlobRun.Result result) {
        report.figure(what + "all of them", result.seconds(), " s");
        report.figure(what + "the slowest", result.slowestSeconds(), " s");
        report.figure(what + "refusals (4xx)", (double) result.answers().refusals(), "");
        report.figure(what + "rejected (5xx)", (double) result.answers().failures(), "");
        report.none(what + "not done", result.refused().size());
    }
}
