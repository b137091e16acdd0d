// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.history;

import dev.balrog.cli.options.CommandGroup;
import picocli.CommandLine.Command;

/** Commands for the release history. */
@Command(
        name = "history",
        description = "Copy the history of releases from an old database to the object stores.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = HistorySyncCommand.class)
public final class HistoryCommand extends CommandGroup {}
