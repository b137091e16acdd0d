// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.backup.Facts;
import dev.balrog.backup.Restore;
import dev.balrog.cli.options.KeptBackupOptions;
import dev.balrog.cli.options.RestoreOptions;
import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Restores a database from its backups. */
@Command(name = "restore", description = "Restore a database from its backups, as it was at a chosen second.")
final class RestoreCommand implements Runnable {
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
        out.println(options.dryRun() ? "This would be done:" : "Restoring:");
        restore.steps().forEach(step -> out.println("  " + step));
        out.flush();
        if (options.dryRun()) {
            return;
        }
        Restore.Outcome outcome = restore.run();
        out.println("Restored " + outcome.target() + ".");
        describe(outcome.facts(), out);
        outcome.notes().forEach(note -> out.println("  " + note));
        out.flush();
    }

    /** Says what a database holds. */
    static void describe(Facts facts, PrintWriter out) {
        out.println("  Last change that its histories know of: "
                + (facts.lastChange() == null ? "none" : facts.lastChange()));
        out.println("  Schema version: " + (facts.schemaVersion() == null ? "none" : facts.schemaVersion()));
        out.println("  Rows: " + facts.rowCount() + " in " + facts.rows().size() + " tables; "
                + facts.rows().getOrDefault("rules", 0L) + " rules, "
                + (facts.rows().getOrDefault("releases", 0L) + facts.rows().getOrDefault("releases_json", 0L))
                + " releases");
    }
}
