// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.client.error.ClientException;
import dev.balrog.rehearsal.Scenarios.Scenario;
import dev.balrog.rehearsal.analysis.AnalysisTemplate;
import dev.balrog.rehearsal.analysis.RolloutSteps;
import dev.balrog.rehearsal.process.Children;
import dev.balrog.rehearsal.process.Directories;
import dev.balrog.rehearsal.process.Program;
import dev.balrog.rehearsal.process.Version;
import dev.balrog.service.LogSettings;
import dev.balrog.service.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs all scenarios. */
@Command(
        name = "balrog rehearse",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = {
            "Test deployments, rollbacks and disasters on this host, with real processes and traffic.",
            "Everything listens on the loopback interface, keeps its files in a temporary directory, and is ended at the"
                    + " end."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:All scenarios passed: no request failed, no response was wrong, nothing was lost.",
            "1:Something of this is not so.",
            "2:An option is invalid or missing."
        })
public final class Rehearse implements Callable<Integer> {
    @Option(
            names = "--from-jar",
            required = true,
            defaultValue = "${sys:balrog.jar}",
            paramLabel = "FILE",
            description = "The program to begin with. Default: this version's.")
    private Path from;

    @Option(
            names = "--to-jar",
            paramLabel = "FILE",
            description = "The program to deploy. Default: the one to begin with, as if it were another version.")
    private @Nullable Path to;

    @Option(
            names = "--manifests",
            required = true,
            defaultValue = "${sys:balrog.manifests}",
            paramLabel = "DIRECTORY",
            description =
                    "Where app.yaml and analysis.yaml are, which say what is done with a canary. Default: those of"
                            + " production.")
    private Path manifests;

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            defaultValue = "200",
            description = "Requests a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--live-within",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How soon after its acknowledgement a change has to be live. Default: ${DEFAULT-VALUE}, since"
                    + " one machine does everything at once.")
    private int liveWithin;

    @Option(names = "--keep", description = "Keep the directory with all logs, also after success.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    private Rehearse() {}

    /** Runs all scenarios and exits. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Rehearse())
                .setExecutionExceptionHandler(Rehearse::failed)
                .execute(arguments));
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("balrog rehearse: " + e.getMessage());
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.configure(LogSettings.parse("WARNING", "plain", "off"));
        if (rate < 1 || liveWithin < 1) {
            throw new ParameterException(spec.commandLine(), "--rate and --live-within must be positive integers");
        }
        Program.requireAll();
        Settings settings = new Settings(
                from.toAbsolutePath(),
                (to == null ? from : to).toAbsolutePath(),
                RolloutSteps.read(manifests.resolve("app.yaml")),
                AnalysisTemplate.read(manifests.resolve("analysis.yaml")),
                rate,
                Duration.ofSeconds(liveWithin));
        Path directory = Files.createTempDirectory("balrog-rehearsal");
        PrintWriter out = spec.commandLine().getOut();
        boolean good = false;
        try {
            good = run(settings, directory, new Report(out));
        } finally {
            if (good && !keep) {
                Directories.delete(directory);
            } else {
                out.println("Logs are in " + directory);
                out.flush();
            }
        }
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static boolean run(Settings settings, Path directory, Report report)
            throws IOException, InterruptedException {
        Children children = new Children(directory);
        Thread onExit = new Thread(children::close);
        Runtime.getRuntime().addShutdownHook(onExit);
        try (children) {
            run(settings, children, directory, report);
        }
        Runtime.getRuntime().removeShutdownHook(onExit);
        return report.isGood();
    }

    private static void run(Settings settings, Children children, Path directory, Report report)
            throws IOException, InterruptedException {
        Version first = new Version("v1.0", settings.from());
        report.begins("start v1.0");
        try (TestEnvironment environment = TestEnvironment.open(first, children, directory, settings, report)) {
            List<Scenario> scenarios = new Scenarios(environment, settings, report, first, directory).all();
            end("start v1.0", environment, report);
            for (Scenario scenario : scenarios) {
                if (report.isGood()) {
                    run(scenario, environment, report);
                }
            }
            report.begins("stop the clients");
            environment.stopClients();
            environment.writer().ledger().verifyAgain();
            end("stop the clients", environment, report);
            Writer writer = environment.writer();
            report.totals(
                    environment.traffic().tally(),
                    new Report.Changes(writer.acknowledged(), writer.enactedByAgent(), writer.refused()));
        }
    }

    private static void run(Scenario scenario, TestEnvironment environment, Report report) throws InterruptedException {
        report.begins(scenario.name());
        try {
            String result = scenario.steps().run();
            environment.writer().awaitChange();
            report.step(result.isEmpty() ? "done" : "done: " + result);
        } catch (IOException | RuntimeException e) {
            report.fails(scenario.name(), String.valueOf(e.getMessage()));
        }
        end(scenario.name(), environment, report);
    }

    private static void end(String scenario, TestEnvironment environment, Report report) {
        List<String> lost = List.of();
        try {
            lost = environment.writer().ledger().newlyLost();
        } catch (ClientException e) {
            report.fails(scenario, "what was lost can't be found out: " + e.getMessage());
        }
        report.ends(scenario, environment.traffic().tally().counts(), lost);
    }
}
