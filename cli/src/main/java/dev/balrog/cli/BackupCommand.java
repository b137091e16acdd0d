// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.backup.Backups;
import dev.balrog.backup.Chain;
import dev.balrog.backup.ContinuousBackup;
import dev.balrog.cli.options.BackupOptions;
import dev.balrog.cli.options.ErrorReportingOptions;
import dev.balrog.cli.options.MetricsOptions;
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

/** Makes backups of a database. */
@Command(
        name = "backup",
        description = {
            "Back up a database: the whole of it, or what changed since the last time.",
            "It goes on being used meanwhile. 'balrog restore' restores it to a chosen second."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {BackupListCommand.class, BackupVerifyCommand.class, BackupDrillCommand.class})
final class BackupCommand implements Runnable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String STATSD_PREFIX = "balrog.backup";

    @Mixin
    private BackupOptions options;

    @Mixin
    private MetricsOptions metricsOptions;

    @ArgGroup
    private @Nullable Way way;

    @Spec
    private CommandSpec spec;

    /** What to do other than one snapshot. */
    static final class Way {
        @Option(
                names = "--increment",
                description =
                        "Add what changed since the last time. Makes a snapshot when there is none to go on from.")
        private boolean increment;

        @Option(
                names = "--continuous",
                description = "Add what changed again and again, until stopped by ctrl-C or SIGTERM.")
        private boolean continuous;

        @Option(
                names = "--binary-log",
                paramLabel = "DIRECTORY",
                description = "Add what is in the binary log of a server that is gone. DIRECTORY has its files.")
        private @Nullable Path binaryLog;
    }

    @Override
    public void run() {
        ContinuousBackup.Schedule schedule = options.schedule();
        try (Backups backups = new Backups(options.place(), options.database(), options.history(), CLOCK)) {
            if (way != null && way.continuous) {
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

    private Report report(Consumer<Chain> seen) {
        return new Report(spec.commandLine().getOut(), spec.commandLine().getErr(), seen);
    }

    private Backups.Step step(Backups backups, ContinuousBackup.Schedule schedule) {
        if (way != null && way.binaryLog != null) {
            return backups.addSurviving(way.binaryLog);
        }
        return way != null && way.increment ? backups.follow(schedule.newest()) : backups.snapshot();
    }

    private void follow(Backups backups, ContinuousBackup.Schedule schedule, ServerMetrics metrics) {
        PrintWriter out = spec.commandLine().getOut();
        BackupMetrics measured = new BackupMetrics(metrics, CLOCK);
        ContinuousBackup backup = new ContinuousBackup(backups, schedule, report(measured::seen));
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

    /** Says what happens, line by line. */
    private record Report(PrintWriter out, PrintWriter err, Consumer<Chain> whenSeen)
            implements ContinuousBackup.Listener {
        @Override
        public void seen(Chain chain) {
            whenSeen.accept(chain);
        }

        @Override
        public void added(Backups.Step step) {
            if (step.gap() != null) {
                failed("A new snapshot was needed: " + step.gap());
            }
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
            err.println("balrog backup: it works again");
            err.flush();
        }
    }
}
