// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.CommandGroup;
import dev.balrog.cli.traffic.TrafficImportCommand;
import dev.balrog.cli.traffic.TrafficShowCommand;
import picocli.CommandLine.Command;

/** Commands for traffic samples. */
@Command(
        name = "traffic",
        description = "Get a traffic sample, from logs or from the admin app, without what identifies clients, or show"
                + " one.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TrafficImportCommand.class, TrafficFetchCommand.class, TrafficShowCommand.class})
public final class TrafficCommand extends CommandGroup {}
