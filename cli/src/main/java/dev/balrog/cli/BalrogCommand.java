// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.cli.audit.AuditCommand;
import dev.balrog.cli.backup.BackupCommand;
import dev.balrog.cli.backup.RestoreCommand;
import dev.balrog.cli.data.CleanupCommand;
import dev.balrog.cli.data.ExportCommand;
import dev.balrog.cli.data.GenerateCommand;
import dev.balrog.cli.data.ImportCommand;
import dev.balrog.cli.data.StageResetCommand;
import dev.balrog.cli.db.DbCommand;
import dev.balrog.cli.history.HistoryCommand;
import dev.balrog.cli.remote.ApplyCommand;
import dev.balrog.cli.remote.CompareChannelsCommand;
import dev.balrog.cli.remote.ExpectCommand;
import dev.balrog.cli.remote.LintCommand;
import dev.balrog.cli.remote.LocaleCommand;
import dev.balrog.cli.remote.PinCommand;
import dev.balrog.cli.remote.PlanCommand;
import dev.balrog.cli.remote.ReleaseCommand;
import dev.balrog.cli.remote.RuleCommand;
import dev.balrog.cli.remote.ScheduledChangeCommand;
import dev.balrog.cli.remote.ShutoffCommand;
import dev.balrog.cli.remote.SignoffCommand;
import dev.balrog.cli.remote.SimulateCommand;
import dev.balrog.cli.remote.TrafficCommand;
import dev.balrog.cli.run.Environment;
import dev.balrog.cli.run.EnvironmentSource;
import dev.balrog.cli.server.AdminCommand;
import dev.balrog.cli.server.AgentCommand;
import dev.balrog.cli.server.HealthCommand;
import dev.balrog.cli.server.PublicCommand;
import dev.balrog.cli.user.UserCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Top-level command; the subcommands do all the work. */
@Command(
        name = "balrog",
        description = "Software update server: tells clients which update there is and where to download it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PublicCommand.class,
            AdminCommand.class,
            AgentCommand.class,
            DbCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CleanupCommand.class,
            HistoryCommand.class,
            StageResetCommand.class,
            UserCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            GenerateCommand.class,
            HealthCommand.class,
            RuleCommand.class,
            ReleaseCommand.class,
            LocaleCommand.class,
            ScheduledChangeCommand.class,
            SignoffCommand.class,
            PinCommand.class,
            ShutoffCommand.class,
            SimulateCommand.class,
            CompareChannelsCommand.class,
            TrafficCommand.class,
            LintCommand.class,
            ExpectCommand.class,
            PlanCommand.class,
            ApplyCommand.class
        },
        scope = CommandLine.ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class BalrogCommand implements Runnable, CommandLine.IExitCodeGenerator, EnvironmentSource {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    BalrogCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Environment environment() {
        return environment;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Override
    public int getExitCode() {
        return ExitCode.USAGE;
    }
}
