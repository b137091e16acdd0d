// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.backup;

import dev.balrog.backup.Backups;
import dev.balrog.backup.Chain;
import dev.balrog.backup.ContinuousBackup;
import dev.balrog.cli.options.BackupOptions;
import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.cli.options.MetricsOptions;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Foreground;
import dev.balrog.service.MetricsEndpoint;
import dev.balrog.service.ServerMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes backups of a database. */
@Command(
        name = "backup",
        description = {
            "Take a full or an incremental backup of a database.",
            "Works while the database is in use. 'balrog restore' restores it to a chosen second."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {BackupListCommand.class, BackupVerifyCommand.class, BackupDrillCommand.class})
public final class BackupCommand implements Runnable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String STATSD_PREFIX = "balrog.backup";

    @Mixin
    private BackupOptions options;

    @Mixin
    private MetricsOptions metricsOptions;

    @ArgGroup
    private @Nullable Mode mode;

    @Spec
    private CommandSpec spec;

    /** Kinds of backups other than one snapshot. */
    static final class Mode {
        @Option(
                names = "--increment",
                description =
                        "Take an incremental backup: add the changes since the last one. Takes a snapshot when there is none.")
        private boolean increment;

        @Option(
                names = "--continuous",
                description = "Take incremental backups periodically, until stopped by ctrl-C or SIGTERM.")
        private boolean continuous;

        @Option(
                names = "--binary-log",
                paramLabel = "DIRECTORY",
                description = "Add the binary log of a lost server. DIRECTORY has its files.")
        private @Nullable Path binaryLog;
    }

    @Override
    public void run() {
        ContinuousBackup.Schedule schedule = options.schedule();
        try (Backups backups = new Backups(options.place(), options.database(), options.history(), CLOCK)) {
            if (mode != null && mode.continuous) {
                try (ServerMetrics metrics = metricsOptions.metrics(STATSD_PREFIX)) {
                    follow(backups, schedule, metrics);
                }
                return;
            }
            Report report = report(_ -> {});
            report.added(step(backups, schedule));
            List<Chain> pruned = backups.prune(schedule.keep());
            if (!pruned.isEmpty()) {
                report.pruned(pruned);
            }
        }
    }

    private Report report(Consumer<Chain> polled) {
        return new Report(spec.commandLine().getOut(), spec.commandLine().getErr(), polled);
    }

    private Backups.Step step(Backups backups, ContinuousBackup.Schedule schedule) {
        if (mode != null && mode.binaryLog != null) {
            return backups.addSurviving(mode.binaryLog);
        }
        return mode != null && mode.increment ? backups.increment(schedule.newest()) : backups.snapshot();
    }

    private void follow(Backups backups, ContinuousBackup.Schedule schedule, ServerMetrics metrics) {
        PrintWriter out = spec.commandLine().getOut();
        BackupMetrics measured = new BackupMetrics(metrics, CLOCK);
        ContinuousBackup backup = new ContinuousBackup(backups, schedule, report(measured::polled));
        try {
            Optional<MetricsEndpoint> scraped =
                    metricsOptions.serve(options.host(), CLOCK, metrics, ErrorReportingOptions.onlyLogging());
            out.println("Backing up " + options.database() + " to "
                    + options.place().path() + " every " + schedule.every().toSeconds() + " s.");
            out.flush();
            backup.start();
            AutoCloseable all = () -> {
                backup.close();
                scraped.ifPresent(MetricsEndpoint::close);
                metrics.close();
            };
            Foreground.run(all, () -> {
                out.println("Stopped.");
                out.flush();
            });
        } catch (IOException taken) {
            throw new CommandFailure(String.valueOf(taken.getMessage()), taken);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prints the events of the backup, one line each. */
    private record Report(PrintWriter out, PrintWriter err, Consumer<Chain> whenPolled)
            implements ContinuousBackup.Listener {
        @Override
        public void polled(Chain chain) {
            whenPolled.accept(chain);
        }

        @Override
        public void added(Backups.Step step) {
            if (step.gap() != null) {
                failed("The changes from the end of the chain before until the new snapshot are not backed up: "
                        + step.gap());
            }
            step.notes().forEach(this::failed);
            Chain chain = step.chain();
            if (step.snapshot()) {
                out.println("Snapshot of " + chain.snapshot().time() + ", "
                        + chain.snapshot().file().size() + " bytes: " + chain.directory());
            } else if (step.parts() == 0) {
                out.println("Nothing changed since " + chain.end() + ".");
            } else {
                out.println("Changes until " + chain.end() + ", "
                        + chain.increments().getLast().file().size() + " bytes: number "
                        + chain.increments().size() + " in " + chain.directory());
            }
            out.flush();
        }

        @Override
        public void pruned(List<Chain> chains) {
            chains.forEach(chain -> out.println("Deleted " + chain.directory() + ", as it is no longer needed."));
            out.flush();
        }

        @Override
        public void failed(String message) {
            err.println("balrog backup: " + message);
            err.flush();
        }

        @Override
        public void recovered() {
            err.println("balrog backup: recovered");
            err.flush();
        }
    }
}
