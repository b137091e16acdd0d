// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import dev.balrog.cli.options.CommandGroup;
import picocli.CommandLine.Command;

/** Commands for traffic samples. */
@Command(
        name = "traffic",
        description = "Make a traffic sample from logs, without what identifies clients, or show one.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TrafficImportCommand.class, TrafficShowCommand.class})
public final class TrafficCommand extends CommandGroup {}
