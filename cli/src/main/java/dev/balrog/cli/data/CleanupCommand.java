// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.data;

import dev.balrog.change.ChangeEngine;
import dev.balrog.change.Principal;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.retention.ReleaseRetention;
import dev.balrog.change.retention.RetentionPlan;
import dev.balrog.change.retention.RetentionReason;
import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.DurationConverter;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Counter;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.store.Database;
import dev.balrog.store.history.DeferredDelivery;
import dev.balrog.store.job.Job;
import dev.balrog.store.job.JobRun;
import dev.balrog.store.job.JobRuns;
import dev.balrog.store.schema.Schema;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;

/** Deletes old nightly releases that nothing needs. */
@Command(
        name = "cleanup",
        description = {
            "Delete old releases of nightly builds that nothing needs.",
            "A release is kept if a rule, a pin, a scheduled change or a superblob refers to it, if it is read-only, or"
                    + " if a release that is kept has a partial update from it. Releases are deleted in small"
                    + " transactions, with their history; a run can be stopped at any time, and the next one goes on."
        })
public final class CleanupCommand implements Callable<Integer> {
    private static final Duration SHORTEST_AGE = Duration.ofDays(1);

    @Mixin
    private DatabaseOptions databaseOptions;

    @Option(
            names = "--nightly-age",
            paramLabel = "AGE",
            required = true,
            converter = DurationConverter.InDays.class,
            description = "Delete nightly releases whose build is older than this: 30d, or 30 for as many days. At"
                    + " least 1d.")
    @Variable("MAX_AGE")
    private Duration nightlyAge;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "1h",
            converter = DurationConverter.InSeconds.class,
            description = "Begin no transaction after this time: 30m, or 1800 for as many seconds.")
    @Variable("DELETE_RUN_TIME")
    private Duration budget;

    @Option(
            names = "--user",
            paramLabel = "USER",
            defaultValue = "balrog-cleanup",
            description = "The service account that the history names. It needs the permission to delete releases:"
                    + " balrog user grant balrog-cleanup release --actions delete.")
    @Variable("CLEANUP_USER")
    private String user;

    @Option(names = "--dry-run", description = "Only print what would be deleted, and why the rest is kept.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (nightlyAge.compareTo(SHORTEST_AGE) < 0) {
            throw new InvalidOptionException("--nightly-age must be at least one day");
        }
        InstantSource clock = InstantSource.system();
        try (Database database = dryRun ? databaseOptions.connectForReading() : databaseOptions.connectForWriting()) {
            new Schema(database).requireUpToDate();
            ReleaseRetention retention =
                    new ReleaseRetention(database, engine(database, clock), new Principal.ServiceAccount(user), clock);
            if (!retention.isPermitted()) {
                throw new CommandFailure(
                        user + " may not delete releases: run balrog user grant " + user + " release --actions delete");
            }
            if (dryRun) {
                print(retention.plan(nightlyAge));
            } else {
                run(database, retention, clock);
            }
        }
        return ExitCode.OK;
    }

    /** Creates an engine that stores no content, so it needs no allowlist. */
    private static ChangeEngine engine(Database database, InstantSource clock) {
        DomainAllowlist nowhere = DomainAllowlist.of(JsonNodeFactory.instance.objectNode());
        return new ChangeEngine(database, new DeferredDelivery(clock), GovernanceSettings.of(nowhere, Set.of()), clock);
    }

    private void print(RetentionPlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        plan.expired().forEach(expired -> out.println("delete " + expired.name()));
        plan.kept().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(kept -> out.println(
                        "keep " + kept.getKey() + ": " + kept.getValue().id()));
        out.println("Would delete " + releases(plan.expired().size()) + ". " + kept(plan.keptByReason()));
        out.flush();
    }

    private void run(Database database, ReleaseRetention retention, InstantSource clock) {
        long started = clock.millis();
        Counter counter =
                Counter.on(spec.commandLine().getErr(), number -> "deleted " + releases(Math.toIntExact(number)));
        ReleaseRetention.Result result;
        try {
            result = retention.run(nightlyAge, budget, (deleted, _) -> counter.accept(deleted));
        } finally {
            counter.clear();
        }
        JobRuns.record(database, Job.CLEANUP, new JobRun(started, clock.millis(), counts(result)));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Deleted " + releases(result.deleted()) + ". " + kept(result.kept()));
        if (result.left() > 0) {
            out.println("The time is up: " + releases(result.left()) + " left. The next run goes on.");
        }
        out.flush();
    }

    private static Map<String, Long> counts(ReleaseRetention.Result result) {
        Map<String, Long> counts = new HashMap<>();
        counts.put("deleted", (long) result.deleted());
        counts.put("left", (long) result.left());
        result.kept().forEach((reason, number) -> counts.put("kept_" + reason.id(), (long) number));
        return counts;
    }

    private static String releases(int number) {
        return number + (number == 1 ? " release" : " releases");
    }

    private static String kept(Map<RetentionReason, Integer> kept) {
        int all = kept.values().stream().mapToInt(Integer::intValue).sum();
        if (all == 0) {
            return "Kept none that are old enough.";
        }
        return "Kept " + all + " that are old enough: "
                + new EnumMap<>(kept)
                        .entrySet().stream()
                                .filter(reason -> reason.getValue() > 0)
                                .map(reason -> reason.getValue() + " "
                                        + reason.getKey().id())
                                .collect(Collectors.joining(", "))
                + ".";
    }
}
