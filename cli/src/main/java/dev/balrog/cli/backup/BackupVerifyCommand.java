// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.backup;

import dev.balrog.backup.BackupDirectory;
import dev.balrog.backup.Chain;
import dev.balrog.backup.Verification;
import dev.balrog.cli.audit.AuditProof;
import dev.balrog.cli.options.KeptBackupOptions;
import dev.balrog.cli.options.ScratchOptions;
import dev.balrog.cli.options.UnexplainedOptions;
import dev.balrog.cli.run.CommandFailure;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verifies that a backup can be restored. */
@Command(
        name = "verify",
        description = {
            "Verify that the newest backup can be restored, by restoring it into a temporary database.",
            "Compares each file with its manifest, checks the database, counts its rows, and verifies its audit log."
        })
final class BackupVerifyCommand implements Callable<Integer> {
    @Mixin
    private KeptBackupOptions backups;

    @Mixin
    private ScratchOptions scratch;

    @Mixin
    private UnexplainedOptions unexplained;

    @Option(names = "--all", description = "All backups, not just the newest.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BackupDirectory place = backups.place();
        List<Chain> chains = place.chains();
        if (chains.isEmpty()) {
            throw new CommandFailure("There are no backups in " + place.path());
        }
        PrintWriter out = spec.commandLine().getOut();
        Verification verification = new Verification(scratch.server(), InstantSource.system());
        boolean proven = true;
        for (Chain chain : all ? chains : chains.subList(chains.size() - 1, chains.size())) {
            Verification.Result result = verification.verify(chain);
            out.println(chain.directory() + " is sound: snapshot and "
                    + chain.increments().size()
                    + " increments were restored"
                    + (result.counted()
                            ? ", the rows of the snapshot counted"
                            : "; the rows of the snapshot were not counted when it was taken"));
            RestoreCommand.describe(result.summary(), out);
            proven &= AuditProof.print(result.audit(), out);
        }
        out.flush();
        return proven || unexplained.allowed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
