// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Counter;
import dev.balrog.cli.sample.SampleSize;
import dev.balrog.store.Database;
import dev.balrog.store.schema.Schema;
import dev.balrog.store.transfer.DataSetReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Fills an empty database with the demo's sample data, users and agent. One-shot service of
 * {@code compose.yaml}; idempotent.
 */
@Command(
        name = "demo-data",
        hidden = true,
        description = {
            "Fill an empty database with the data of the demo.",
            "A database that is not empty stays as it is. The database has to be upgraded before."
        })
public final class DemoDataCommand implements Runnable {
    @Mixin
    private DatabaseOptions databaseOptions;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (Database database = databaseOptions.connectForWriting()) {
            new Schema(database).requireUpToDate();
            if (new DataSetReader(database).isDatabaseEmpty()) {
                long rows = fill(database);
                DemoGovernance.grantAgent(database);
                out.println("Imported " + Counter.rows(rows) + " of sample data into " + databaseOptions.uri() + ".");
            } else {
                out.println(databaseOptions.uri() + " is not empty: nothing was imported.");
            }
            out.flush();
        }
    }

    private static long fill(Database database) {
        try {
            Path directory = Files.createTempDirectory("balrog-demo-data");
            try {
                return DemoDatabase.fill(database, SampleSize.DEMO, directory);
            } finally {
                Files.delete(directory);
            }
        } catch (IOException unwritable) {
            throw new CommandFailure("the sample data can't be written: " + unwritable, unwritable);
        }
    }
}
