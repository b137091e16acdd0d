// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.audit;

import dev.balrog.cli.options.CommandGroup;
import picocli.CommandLine.Command;

/** Commands for the audit log. */
@Command(
        name = "audit",
        description =
                "Verify the audit log against the tables, list its entries, or acknowledge what it does not explain.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AuditVerifyCommand.class, AuditShowCommand.class, AuditAcknowledgeCommand.class})
public final class AuditCommand extends CommandGroup {}
