// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExitCodeGenerator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands that look after the database. */
@Command(
        name = "db",
        description = "Make the tables of the database, or say whether they fit.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DbUpgradeCommand.class, DbStatusCommand.class})
final class DbCommand implements Runnable, IExitCodeGenerator {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine command = spec.commandLine();
        command.usage(command.getErr());
    }

    @Override
    public int getExitCode() {
        return ExitCode.USAGE;
    }
}
