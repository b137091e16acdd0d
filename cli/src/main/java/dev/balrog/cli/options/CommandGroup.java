// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExitCodeGenerator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command that only groups subcommands, and prints a list of them. */
public abstract class CommandGroup implements Runnable, IExitCodeGenerator {
    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        CommandLine command = spec.commandLine();
        command.usage(command.getErr());
    }

    @Override
    public final int getExitCode() {
        return ExitCode.USAGE;
    }
}
