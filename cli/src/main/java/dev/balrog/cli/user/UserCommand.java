// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.user;

import dev.balrog.cli.options.CommandGroup;
import picocli.CommandLine.Command;

/** Commands for users and their permissions, without the admin API. */
@Command(
        name = "user",
        description = "Grant users permissions and roles, directly in the database.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = UserGrantCommand.class)
public final class UserCommand extends CommandGroup {}
