// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.store.Database;
import dev.balrog.store.schema.Schema;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reverts the database schema to an earlier version. */
@Command(
        name = "downgrade",
        description = "Downgrade the tables to an earlier version, if no data is lost. Use the"
                + " version of Balrog that upgraded them.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:The tables are at that version.", "1:Data would be lost, or the downgrade is impossible."})
final class DbDowngradeCommand implements Runnable {
    @Mixin
    private DatabaseOptions database;

    @Option(names = "--to", paramLabel = "VERSION", required = true, description = "Last migration to keep.")
    private String version;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (Database opened = database.connectForUpgrading()) {
            new Schema(opened).downgradeTo(version).forEach(migration -> out.println("Undid " + migration));
            out.println(database.uri() + " is at version " + version + ".");
        }
        out.flush();
    }
}
