// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.cli.run.Environment;
import dev.balrog.service.LogSettings;
import dev.balrog.service.Logging;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** Starts the {@code balrog} command. */
public final class Main {
    private static final int HELP_WIDTH = 100;
    private static final int HELP_OPTION_WIDTH = 28;

    private Main() {}

    /** Runs the command that the arguments name, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Commands print their own messages; servers configure their own logging.
        Logging.configure(LogSettings.parse("CRITICAL", "plain", "off"));
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    /** Creates the command tree, with defaults from these environment variables. */
    static CommandLine commandLine(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        Failures failures = new Failures(environment);
        CommandLine balrog = new CommandLine(new BalrogCommand(environment));
        ServiceLoader.load(SubcommandProvider.class).stream()
                .flatMap(provider -> provider.get().subcommands().stream())
                .forEach(balrog::addSubcommand);
        balrog.getCommandSpec()
                .usageMessage()
                .footer(
                        "",
                        "Settings can be given by environment variables as well; 'balrog COMMAND --help' names them.",
                        "In a source tree, './balrog build' builds and './balrog test' runs all tests.");
        return balrog.setDefaultValueProvider(environment)
                .setHelpFactory(OptionHelp::new)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .registerConverter(Boolean.class, Main::truth)
                .registerConverter(boolean.class, Main::truth)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpLongOptionsMaxWidth(HELP_OPTION_WIDTH)
                .setUsageHelpWidth(HELP_WIDTH)
                .setUsageHelpAutoWidth(true);
    }

    /** Parses a boolean: 0 or 1, as in the variables of Mozilla's Balrog, or true or false. */
    private static Boolean truth(String text) {
        return switch (text.strip()) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw new CommandLine.TypeConversionException("'" + text + "' is neither 1 nor 0");
        };
    }
}
