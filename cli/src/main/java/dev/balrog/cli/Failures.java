// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.backup.BackupException;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Environment;
import dev.balrog.client.error.ClientException;
import dev.balrog.client.error.UnreachableException;
import dev.balrog.store.StoreException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Converts each failure into a one-line message and an exit code: 2 for wrong usage, 3 for an
 * unreachable server, 1 for everything else.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int UNREACHABLE = 3;

    private final Environment environment;

    Failures(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        print(command, name + ": " + usageMessage(failure, List.of(arguments)) + " Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
        String name = command.getCommandSpec().qualifiedName();
        return switch (failure) {
            case InvalidOptionException wrong -> {
                print(command, name + ": " + wrong.getMessage());
                yield ExitCode.USAGE;
            }
            case UnreachableException _ -> {
                print(command, name + ": " + failure.getMessage());
                yield UNREACHABLE;
            }
            case CommandFailure _, StoreException _, BackupException _, ClientException _ -> {
                print(command, name + ": " + failure.getMessage());
                yield ExitCode.SOFTWARE;
            }
            default -> {
                print(command, name + ": internal error, please report it: " + failure);
                failure.printStackTrace(command.getErr());
                command.getErr().flush();
                yield ExitCode.SOFTWARE;
            }
        };
    }

    private String usageMessage(ParameterException failure, List<String> arguments) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatchedMessage(unmatched);
        }
        List<String> unknown = failure.getCommandLine().getUnmatchedArguments();
        if (failure instanceof MissingParameterException && !unknown.isEmpty()) {
            // The missing argument may be present, but misspelt.
            return unmatchedMessage(new UnmatchedArgumentException(failure.getCommandLine(), unknown));
        }
        String message = sentence(firstLine(failure));
        ArgSpec option = failure.getArgSpec();
        if (failure instanceof MissingParameterException missing
                && missing.getMissing().size() == 1) {
            option = missing.getMissing().getFirst();
        }
        String variable = option == null ? null : Environment.variableOf(option);
        if (variable == null) {
            return message;
        }
        if (failure instanceof MissingParameterException && environment.get(variable) == null) {
            return message + " The environment variable " + variable + " sets it, too.";
        }
        boolean fromVariable = environment.get(variable) != null && !isGiven(option, arguments);
        return fromVariable ? message + " It is set by the environment variable " + variable + "." : message;
    }

    private static String unmatchedMessage(UnmatchedArgumentException failure) {
        String argument = failure.getUnmatched().getFirst();
        boolean takesCommands =
                !failure.getCommandLine().getCommandSpec().subcommands().isEmpty();
        String kind = argument.startsWith("-") ? "option" : takesCommands ? "command" : "argument";
        StringBuilder message = new StringBuilder("unknown " + kind + " '" + argument + "'.");
        List<String> suggestions = failure.getSuggestions();
        if (!suggestions.isEmpty()) {
            message.append(" Did you mean '").append(suggestions.getFirst()).append("'?");
        }
        return message.toString();
    }

    private static boolean isGiven(@Nullable ArgSpec option, List<String> arguments) {
        if (!(option instanceof CommandLine.Model.OptionSpec named)) {
            return false;
        }
        for (String name : named.names()) {
            if (arguments.stream().anyMatch(given -> given.equals(name) || given.startsWith(name + "="))) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(ParameterException failure) {
        String message = failure.getMessage();
        return message == null ? "wrong usage" : message.lines().findFirst().orElse("wrong usage");
    }

    /** Returns the message as the end of a line: with a lower-case first letter and a full stop. */
    private static String sentence(String text) {
        String lower = text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        return lower.endsWith(".") || lower.endsWith("?") ? lower : lower + ".";
    }

    private static void print(CommandLine command, String line) {
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(line));
        err.flush();
    }
}
