// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.rehearsal.Acts.Act;
import dev.balrog.rehearsal.analysis.AnalysisTemplate;
import dev.balrog.rehearsal.process.Children;
import dev.balrog.rehearsal.process.Version;
import dev.balrog.rehearsal.traffic.Tally;
import dev.balrog.service.LogSettings;
import dev.balrog.service.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plays all acts. */
@Command(
        name = "balrog rehearse",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = {
            "Go through deployments, rollbacks and disasters on this machine, with real processes and traffic.",
            "Everything listens on the loopback interface, keeps its files in a temporary directory, and is ended at the"
                    + " end."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:All acts went as they should; no request failed, no answer was wrong, nothing was lost.",
            "1:Something of this is not so.",
            "2:An option is wrong or missing."
        })
public final class Rehearse implements Callable<Integer> {
    @Option(names = "--from-jar", required = true, paramLabel = "FILE", description = "The program to begin with.")
    private Path from;

    @Option(
            names = "--to-jar",
            paramLabel = "FILE",
            description = "The program to deploy. Without it: the same one, as another version.")
    private @Nullable Path to;

    @Option(
            names = "--analysis",
            required = true,
            paramLabel = "FILE",
            description = "The analysis template that decides about canaries.")
    private Path analysis;

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            defaultValue = "200",
            description = "Requests a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--live-within",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How soon after its acknowledgement a change has to be live. Default: ${DEFAULT-VALUE}, since"
                    + " the machine is shared with all that is deployed.")
    private int liveWithin;

    @Option(names = "--keep", description = "Keep the directory with all logs, also when all went well.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    private Rehearse() {}

    /** Plays all acts; ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Rehearse()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.configure(LogSettings.parse("WARNING", "plain", "off"));
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = new Settings(
                from.toAbsolutePath(),
                (to == null ? from : to).toAbsolutePath(),
                AnalysisTemplate.read(analysis),
                rate,
                Duration.ofSeconds(liveWithin));
        Path directory = Files.createTempDirectory("balrog-rehearsal");
        Children children = new Children(directory);
        Thread onExit = new Thread(children::close);
        Runtime.getRuntime().addShutdownHook(onExit);
        boolean good;
        try (children) {
            good = play(settings, children, directory, new Report(out));
        }
        Runtime.getRuntime().removeShutdownHook(onExit);
        if (good && !keep) {
            delete(directory);
        } else {
            out.println("Logs are in " + directory);
            out.flush();
        }
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static boolean play(Settings settings, Children children, Path directory, Report report)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Version first = new Version("v1.0", settings.from());
        try (Theatre theatre = Theatre.open(first, children, directory, settings)) {
            Tally tally = theatre.traffic().tally();
            report.done("start v1.0", "", since(start), tally.counts());
            for (Act act : new Acts(theatre, settings, children, first, directory).all()) {
                if (report.isGood()) {
                    play(act, tally, report);
                } else {
                    report.leftOut(act.name(), "an act before it failed");
                }
            }
            report.leftOut("backup, disaster, recovery", "this version has no balrog backup");
            theatre.empty();
            report.totals(
                    new Report.Totals(
                            tally.counts(),
                            tally.examples(),
                            theatre.writer().acknowledged(),
                            theatre.writer().enactedByAgent(),
                            theatre.writer().refused(),
                            theatre.writer().lost()),
                    since(start));
        }
        return report.isGood();
    }

    private static void play(Act act, Tally tally, Report report) throws InterruptedException {
        Tally.Counts before = tally.counts();
        long start = System.nanoTime();
        try {
            String result = act.play().play();
            report.done(act.name(), result, since(start), tally.counts().since(before));
        } catch (IOException | RuntimeException e) {
            report.failed(
                    act.name(),
                    String.valueOf(e.getMessage()),
                    since(start),
                    tally.counts().since(before));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
