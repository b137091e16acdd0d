// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.backup;

import dev.balrog.backup.Drill;
import dev.balrog.cli.audit.AuditProof;
import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.KeptBackupOptions;
import dev.balrog.cli.options.RestoredDatabaseOptions;
import dev.balrog.cli.options.TimeConverter;
import dev.balrog.cli.options.UnexplainedOptions;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.store.DatabaseUri;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Restore drill: restores the state of chosen seconds and compares it with the database. */
@Command(
        name = "drill",
        description = {
            "Verify that chosen seconds can be restored, by comparing each with the database that was backed up.",
            "Restores them into temporary databases. The history tables and the audit log there must have exactly the"
                    + " changes that those of the database have until then. The database is only read; on a server, the"
                    + " temporary one is created beside it."
        })
final class BackupDrillCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database;

    @Mixin
    private KeptBackupOptions backups;

    @Mixin
    private UnexplainedOptions unexplained;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "The second to restore, such as 2026-01-31T12:00:05Z. Without it: seconds around the boundaries"
                            + " of the files of the backup, and one at random.")
    private @Nullable Instant time;

    @Option(
            names = "--seconds",
            paramLabel = "NUMBER",
            defaultValue = "3",
            description = "Number of seconds to restore, without --to.")
    @Variable("BALROG_BACKUP_DRILL_SECONDS")
    private int count;

    @Mixin
    private RestoredDatabaseOptions other;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        DatabaseUri restored = other.restored().orElse(null);
        if (restored != null && time == null) {
            throw new CommandFailure("--restored needs --to, the second to which it was restored");
        }
        Drill drill = new Drill(database.uri(), InstantSource.system());
        boolean proven = true;
        for (Instant chosen : seconds()) {
            Instant second = chosen.truncatedTo(ChronoUnit.SECONDS);
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    restored == null ? "Restoring the second " + second + "." : "Comparing the second " + second + ".");
            out.flush();
            Drill.Proof proof =
                    restored == null ? drill.prove(backups.place(), second) : drill.proveRestored(restored, second);
            out.println("Verified: its histories have " + proof.changes() + " entries, all of them until "
                    + proof.complete() + ", and none after the second " + second + ".");
            proven &= AuditProof.print(proof.audit(), out);
            out.flush();
        }
        return proven || unexplained.allowed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Collection<Instant> seconds() {
        if (time != null) {
            return List.of(time);
        }
        Collection<Instant> seconds = Drill.seconds(backups.place(), RandomGenerator.getDefault(), Math.max(1, count));
        if (seconds.isEmpty()) {
            throw new CommandFailure(
                    "There are no backups in " + backups.place().path());
        }
        return seconds;
    }
}
