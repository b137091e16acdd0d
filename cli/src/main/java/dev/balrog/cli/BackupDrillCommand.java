// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.backup.BackupDirectory;
import dev.balrog.backup.Chain;
import dev.balrog.backup.Drill;
import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.KeptBackupOptions;
import dev.balrog.cli.options.TimeConverter;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves that a second can be restored. */
@Command(
        name = "drill",
        description = {
            "Prove that a chosen second can be restored, with the database that was backed up as the witness.",
            "Restores it into a temporary database. Its histories have to hold exactly the changes that those of the"
                    + " database have until then. The database is only read; on a server, the temporary one is made"
                    + " beside it."
        })
final class BackupDrillCommand implements Runnable {
    @Mixin
    private DatabaseOptions database;

    @Mixin
    private KeptBackupOptions backups;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "The second to restore, such as 2026-01-31T12:00:05Z. Without it: any that can be restored.")
    private @Nullable Instant time;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Instant second = (time == null ? any(backups.place()) : time).truncatedTo(ChronoUnit.SECONDS);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Restoring the second " + second + ".");
        out.flush();
        Drill.Proof proof = new Drill(backups.place(), database.uri(), InstantSource.system()).prove(second);
        out.println("Proved: its histories have " + proof.changes() + " entries, which are all until "
                + proof.complete() + ", and none after the second " + second + ".");
        out.flush();
    }

    private static Instant any(BackupDirectory place) {
        List<Chain> chains = place.chains();
        if (chains.isEmpty()) {
            throw new CommandFailure("There are no backups in " + place.path());
        }
        long from = chains.getFirst().snapshot().time().getEpochSecond();
        long to = chains.getLast().watched().getEpochSecond();
        return Instant.ofEpochSecond(RandomGenerator.getDefault().nextLong(from, Math.max(from, to) + 1));
    }
}
