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

/** Load test of concurrent submissions of the builds of one release. */
@Command(
        name = "bench/run submissions",
        mixinStandardHelpOptions = true,
        description =
                "Put the locales of one release into it from many clients at once, by each version of the API, and"
                        + " verify that nothing is lost. Ends with status 1 when anything is.")
public final class SubmissionBenchmark implements Callable<Integer> {
    @Option(names = "--mariadb", description = "On a MariaDB server that is started for it, in place of SQLite.")
    private boolean mariaDb;

    @Option(
            names = "--clients",
            defaultValue = "64",
            description = "How many at a time; ${DEFAULT-VALUE} unless given.")
    private int clients;

    @Option(names = "--platforms", defaultValue = "8", description = "${DEFAULT-VALUE} unless given.")
    private int platforms;

    @Option(names = "--locales", defaultValue = "100", description = "${DEFAULT-VALUE} unless given.")
    private int locales;

    @Option(names = "--home", defaultValue = ".", hidden = true, description = "The directory of the project.")
    private Path home;

    @Spec
    private CommandSpec spec;

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SubmissionBenchmark()).execute(arguments));
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
        Report report = new Report(spec.commandLine().getOut());
        boolean good = true;
        try (AdminServer server = AdminServer.start(project.resolve("balrog"), database, directory, List.of())) {
            for (Api api : Api.values()) {
                String release = "Firefox-benchmark-" + api.name().toLowerCase(Locale.ROOT);
                SubmissionRun.Result result = new SubmissionRun(
                                server, api, release, Submissions.of(release, platforms, locales))
                        .with(clients);
                report(report, api.name() + (mariaDb ? ", MariaDB: " : ", SQLite: "), result);
                result.refused().stream()
                        .distinct()
                        .limit(3)
                        .forEach(spec.commandLine().getErr()::println);
                good &= result.lost() == 0
                        && result.missingRevisions() == 0
                        && result.refused().isEmpty()
                        && result.answers().failures() == 0;
            }
            report.figure("memory (RSS), peak", server.process().peakResidentMebibytes(), " MiB");
        }
        return good ? 0 : 1;
    }

    private static void report(Report report, String what, SubmissionRun.Result result) {
        report.figure(what + "submissions/s", result.perSecond(), "");
        report.figure(what + "a submission, median", result.medianMillis(), " ms");
        report.figure(what + "a submission, 99 %", result.percentile99Millis(), " ms");
        report.figure(
                what + "refusals (4xx), conflicts among them",
                (double) result.answers().refusals(),
                "");
        report.none(
                what + "submissions that the client gave up", result.refused().size());
        report.none(what + "locales lost", result.lost());
        report.none(what + "revisions missing in the history", result.missingRevisions());
        report.none(what + "failures (5xx)", result.answers().failures());
    }
}
