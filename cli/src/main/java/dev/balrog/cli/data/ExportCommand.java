// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.data;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.run.Counter;
import dev.balrog.store.Database;
import dev.balrog.store.dataset.DataSetScope;
import dev.balrog.store.transfer.DataSetWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a data set from a database. */
@Command(
        name = "export",
        description = {
            "Write the database to a data set.",
            "It is a consistent copy of the database, and 'balrog import' fills any database from it."
        })
public final class ExportCommand implements Runnable {
    @Mixin
    private DatabaseOptions database;

    @Parameters(paramLabel = "FILE", description = "File to write; compressed if its name ends in .gz.")
    private Path file;

    @Option(
            names = "--live",
            description = "Only rules, shutoffs, pins and reachable releases, which determine the responses.")
    private boolean live;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        DataSetScope scope = live ? DataSetScope.LIVE : DataSetScope.WHOLE;
        Counter counter = Counter.on(spec.commandLine().getErr());
        try (Database opened = database.connectForReading()) {
            long rows;
            try {
                rows = new DataSetWriter(opened).write(scope, file, counter);
            } finally {
                counter.clear();
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println("Exported " + Counter.rows(rows) + " from " + database.uri() + " to " + file + ".");
            out.flush();
        }
    }
}
