// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.store.Database;
import dev.balrog.store.schema.EnvironmentMark;
import dev.balrog.store.schema.Schema;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Marks a database with its environment. */
@Command(
        name = "mark",
        description = {
            "Mark the database with the environment that it belongs to.",
            "balrog stage-reset overwrites only a database that is marked as stage. Do this once for each database; a"
                    + " copy of a database has the mark of the original."
        })
final class DbMarkCommand implements Callable<Integer> {
    private static final String NAME = "[a-z][a-z0-9-]{0,19}";

    @Parameters(paramLabel = "ENVIRONMENT", description = "The environment: stage, production, or another name.")
    private String environment;

    @Option(
            names = "--was",
            paramLabel = "ENVIRONMENT",
            description = "The mark that the database has now, to replace it.")
    private @Nullable String previous;

    @Mixin
    private DatabaseOptions databaseOptions;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!environment.matches(NAME)) {
            throw new InvalidOptionException(
                    "the name of an environment has 1 to 20 lower-case letters, digits and hyphens");
        }
        try (Database database = databaseOptions.connectForWriting()) {
            new Schema(database).requireUpToDate();
            EnvironmentMark.set(database, environment, Optional.ofNullable(previous));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("Marked " + databaseOptions.uri() + " as " + environment + ".");
        out.flush();
        return ExitCode.OK;
    }
}
