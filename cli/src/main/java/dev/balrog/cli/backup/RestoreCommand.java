// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.backup;

import dev.balrog.backup.DatabaseSummary;
import dev.balrog.backup.Restore;
import dev.balrog.backup.RestoreOutcome;
import dev.balrog.cli.options.KeptBackupOptions;
import dev.balrog.cli.options.RestoreOptions;
import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Restores a database from its backups. */
@Command(
        name = "restore",
        description = "Restore a database from its backups as of a chosen second (point-in-time recovery).")
public final class RestoreCommand implements Runnable {
    @Mixin
    private KeptBackupOptions backups;

    @Mixin
    private RestoreOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Restore restore = Restore.plan(
                backups.place(), options.time(), options.target(), options.force(), InstantSource.system());
        out.println(options.dryRun() ? "Steps (dry run):" : "Restoring:");
        restore.steps().forEach(step -> out.println("  " + step));
        out.println("  Complete until " + restore.completeUntil());
        out.flush();
        if (options.dryRun()) {
            return;
        }
        RestoreOutcome outcome = restore.run();
        out.println("Restored " + outcome.target() + ".");
        describe(outcome.summary(), out);
        outcome.notes().forEach(note -> out.println("  " + note));
        out.flush();
    }

    /** Prints the summary of a database. */
    static void describe(DatabaseSummary summary, PrintWriter out) {
        out.println(
                "  Last change in its histories: " + (summary.lastChange() == null ? "none" : summary.lastChange()));
        out.println("  Schema version: " + (summary.schemaVersion() == null ? "none" : summary.schemaVersion()));
        out.println("  Rows: " + summary.rowCount() + " in " + summary.rows().size() + " tables; "
                + summary.rows().getOrDefault("rules", 0L) + " rules, "
                + (summary.rows().getOrDefault("releases", 0L) + summary.rows().getOrDefault("releases_json", 0L))
                + " releases");
    }
}
