// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.data;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Counter;
import dev.balrog.store.Database;
import dev.balrog.store.transfer.StageReset;
import dev.balrog.store.transfer.StageReset.Replacement;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replaces stage's rules and releases by those of production. */
@Command(
        name = "stage-reset",
        description = {
            "Replace what stage serves by a data set of production: rules, releases, pins and shutoffs.",
            "Without --replace it only prints what would be replaced. Stage keeps its users, roles and required"
                    + " signoffs; scheduled changes and histories of what is replaced are deleted. It works only with"
                    + " --staging, and only on a database that is marked as stage (balrog db mark stage)."
        })
public final class StageResetCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "A data set of production, as 'balrog export --live' writes it, compressed or not.")
    private Path file;

    @Mixin
    private DatabaseOptions databaseOptions;

    @Option(
            names = "--staging",
            defaultValue = "0",
            arity = "0..1",
            fallbackValue = "1",
            paramLabel = "0|1",
            description = "Whether this is stage.")
    @Variable("STAGING")
    private boolean staging;

    @Option(names = "--replace", description = "Replace the rows, in one transaction.")
    private boolean replace;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!staging) {
            throw new CommandFailure("this is not stage: STAGING is not 1");
        }
        Counter counter = Counter.on(spec.commandLine().getErr());
        Map<String, Replacement> replacements;
        try (Database database = replace ? databaseOptions.connectForWriting() : databaseOptions.connectForReading()) {
            StageReset reset = new StageReset(database, InstantSource.system());
            try {
                replacements = replace ? reset.replace(file, operator(), counter) : reset.plan(file, counter);
            } finally {
                counter.clear();
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        replacements.forEach((table, rows) ->
                out.println(table + ": " + Counter.rows(rows.before()) + " -> " + Counter.rows(rows.after())));
        out.println(
                replace
                        ? "Replaced in " + databaseOptions.uri() + " by " + file + "."
                        : "Would replace in " + databaseOptions.uri() + " by " + file
                                + "; nothing is changed without --replace.");
        out.flush();
        return ExitCode.OK;
    }

    private static String operator() {
        return "operator " + System.getProperty("user.name", "unknown");
    }
}
