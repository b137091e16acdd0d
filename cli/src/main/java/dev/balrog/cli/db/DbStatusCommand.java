// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.store.Database;
import dev.balrog.store.schema.Schema;
import dev.balrog.store.schema.SchemaStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reports whether the database schema fits this version. */
@Command(
        name = "status",
        description = "Check whether the tables are those that this version needs. Changes nothing.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The public app can serve from the database.",
            "1:It can't, the tables are unsupported, or there is no connection."
        })
final class DbStatusCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SchemaStatus status;
        List<String> problems;
        try (Database opened = database.connectForReading()) {
            Schema schema = new Schema(opened);
            status = schema.status();
            problems = Stream.concat(schema.serverProblems().stream(), schema.columnProblems().stream())
                    .toList();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(database.uri() + ": " + status.description() + ".");
        problems.forEach(problem -> out.println(problem + "."));
        out.flush();
        return status.readable() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
