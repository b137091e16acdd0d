// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import dev.balrog.cli.options.CommandGroup;
import picocli.CommandLine.Command;

/** Commands for the database schema. */
@Command(
        name = "db",
        description = "Create, upgrade, downgrade or check the tables of the database.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DbPlanCommand.class,
            DbUpgradeCommand.class,
            DbDowngradeCommand.class,
            DbStatusCommand.class,
            DbCheckCompatibilityCommand.class,
            DbGrantsCommand.class,
            DbMarkCommand.class
        })
public final class DbCommand extends CommandGroup {}
