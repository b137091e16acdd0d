// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.backup;

import dev.balrog.backup.Chain;
import dev.balrog.cli.options.KeptBackupOptions;
import dev.balrog.cli.run.CommandFailure;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the backups. */
@Command(name = "list", description = "List the backups with the latest time to which each can be restored.")
final class BackupListCommand implements Callable<Integer> {
    @Mixin
    private KeptBackupOptions backups;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Chain> chains = backups.place().chains();
        if (chains.isEmpty()) {
            throw new CommandFailure(
                    "There are no backups in " + backups.place().path());
        }
        out.println("Backups of " + chains.getLast().snapshot().database() + " in "
                + backups.place().path());
        out.println(String.format(
                Locale.ROOT, "%-20s  %-20s  %10s  %13s  %-6s", "SNAPSHOT", "UP TO", "INCREMENTS", "BYTES", "SCHEMA"));
        for (Chain chain : chains) {
            String schema = chain.snapshot().schemaVersion();
            out.println(String.format(
                    Locale.ROOT,
                    "%-20s  %-20s  %10d  %13d  %-6s",
                    chain.snapshot().time().truncatedTo(ChronoUnit.SECONDS),
                    chain.completeUntil().truncatedTo(ChronoUnit.SECONDS),
                    chain.increments().size(),
                    chain.size(),
                    schema == null ? "-" : schema));
        }
        out.flush();
        return ExitCode.OK;
    }
}
