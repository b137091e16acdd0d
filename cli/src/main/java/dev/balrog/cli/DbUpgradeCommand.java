// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.store.Database;
import dev.balrog.store.Schema;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the tables what this version needs. */
@Command(
        name = "upgrade",
        description = "Make the tables, bring those of an earlier version up to date, or adopt those that Mozilla's"
                + " Balrog made.")
final class DbUpgradeCommand implements Runnable {
    @Mixin
    private DatabaseOptions database;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (Database opened = database.connectForWriting()) {
            List<String> applied = new Schema(opened).upgrade();
            applied.forEach(migration -> out.println("Applied " + migration));
            out.println(database.uri() + " is up to date.");
        }
        out.flush();
    }
}
