// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.data;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.run.Counter;
import dev.balrog.store.Database;
import dev.balrog.store.transfer.DataSetReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fills a database from a data set. */
@Command(
        name = "import",
        description = {
            "Fill the database from a data set.",
            "Imports all of it or nothing. Run balrog db upgrade first."
        })
public final class ImportCommand implements Runnable {
    @Mixin
    private DatabaseOptions database;

    @Parameters(paramLabel = "FILE", description = "Data set written by 'balrog export', compressed or not.")
    private Path file;

    @Option(
            names = "--replace",
            description = "Delete all rows of all tables first. Default: the database must be empty.")
    private boolean replace;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Counter counter = Counter.on(spec.commandLine().getErr());
        try (Database opened = database.connectForWriting()) {
            long rows;
            try {
                rows = new DataSetReader(opened).read(file, replace, counter);
            } finally {
                counter.clear();
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println("Imported " + Counter.rows(rows) + " from " + file + " into " + database.uri() + ".");
            out.flush();
        }
    }
}
