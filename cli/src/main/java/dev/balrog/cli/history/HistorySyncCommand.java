// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.history;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.HistoryBucketOptions;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Counter;
import dev.balrog.store.Database;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.HistorySync;
import dev.balrog.store.history.HistorySync.Result;
import dev.balrog.store.history.ObjectStoreException;
import dev.balrog.store.job.Job;
import dev.balrog.store.job.JobRun;
import dev.balrog.store.job.JobRuns;
import dev.balrog.store.schema.Schema;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies the release history of an old database to the object stores. */
@Command(
        name = "sync",
        description = {
            "Copy the history of releases from the table releases_history to the object stores.",
            "Mozilla's Balrog wrote that table before it had object stores; Balrog reads the history from there only."
                    + " What is there already is not written again: a run can be stopped at any time, and the next one"
                    + " goes on. The table is only read."
        })
final class HistorySyncCommand implements Callable<Integer> {
    private static final int MAX_PARALLEL = 100;
    private static final int MAX_NAMED = 20;

    @Mixin
    private DatabaseOptions databaseOptions;

    @Mixin
    private HistoryBucketOptions buckets;

    @Option(names = "--nightly", description = "Copy the history of nightly releases as well.")
    private boolean nightly;

    @Option(
            names = "--verify",
            description = "Compare what is there already with the table. Differences are listed, and nothing is"
                    + " overwritten.")
    private boolean verify;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "10",
            description = "Maximum number of simultaneous requests to an object store.")
    @Variable("GCS_SYNC_CONCURRENCY")
    private int parallel;

    @Option(names = "--dry-run", description = "Only print what would be copied.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw new InvalidOptionException("--parallel must be from 1 to " + MAX_PARALLEL);
        }
        InstantSource clock = InstantSource.system();
        long started = clock.millis();
        PrintWriter out = spec.commandLine().getOut();
        try (Database database = dryRun ? databaseOptions.connectForReading() : databaseOptions.connectForWriting();
                HistoryBuckets stores = HistoryStores.open(database.uri(), buckets.settings())) {
            new Schema(database).requireUpToDate();
            Optional<Result> result =
                    run(new HistorySync(database, stores, new HistorySync.Options(nightly, !dryRun, verify, parallel)));
            if (result.isEmpty()) {
                out.println("The database has no table releases_history, so there is nothing to copy.");
                out.flush();
                return ExitCode.OK;
            }
            print(out, result.get(), stores);
            if (!dryRun) {
                JobRuns.record(database, Job.HISTORY_SYNC, new JobRun(started, clock.millis(), counts(result.get())));
            }
            return result.get().different().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private Optional<Result> run(HistorySync sync) throws InterruptedException {
        Counter counter = Counter.on(spec.commandLine().getErr(), number -> revisions(number) + " read");
        try {
            return sync.run(result -> counter.accept(result.copied() + result.present() + result.skipped()));
        } catch (ObjectStoreException failure) {
            throw new CommandFailure(
                    failure.getMessage() + ". What was copied stays; run the command again to go on", failure);
        } finally {
            counter.clear();
        }
    }

    private void print(PrintWriter out, Result result, HistoryBuckets stores) {
        result.different().stream().limit(MAX_NAMED).forEach(name -> out.println("different " + name));
        out.println((dryRun ? "Would copy " : "Copied ") + revisions(result.copied()) + " to "
                + stores.releases().description() + "; " + result.present() + " were there already.");
        if (result.skipped() > 0) {
            out.println("Left out " + revisions(result.skipped()) + " of nightly releases; --nightly copies them too.");
        }
        if (!result.different().isEmpty()) {
            out.println("The content of " + revisions(result.different().size())
                    + " is not that of the table. Nothing was overwritten.");
        }
        out.flush();
    }

    private static Map<String, Long> counts(Result result) {
        return Map.of(
                "copied", result.copied(),
                "present", result.present(),
                "skipped", result.skipped(),
                "different", (long) result.different().size());
    }

    private static String revisions(long number) {
        return number + (number == 1 ? " revision" : " revisions");
    }
}
