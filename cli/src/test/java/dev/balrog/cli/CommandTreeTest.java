// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.run.Environment;
import dev.balrog.service.BuildInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What is true of all commands on the class path. */
@Tag("slow")
public class CommandTreeTest {

    static Stream<CommandSpec> commands() {
        List<CommandSpec> commands = new ArrayList<>();
        collect(Main.commandLine(Map.of()).getCommandSpec(), commands);
        return commands.stream();
    }

    private static void collect(CommandSpec command, List<CommandSpec> found) {
        found.add(command);
        for (CommandLine subcommand : command.subcommands().values()) {
            collect(subcommand.getCommandSpec(), found);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isDescribed(CommandSpec command) {
        assertThat(command.usageMessage().description())
                .as(command.qualifiedName())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).isNotBlank());
        for (OptionSpec option : command.options()) {
            assertThat(option.description())
                    .as(command.qualifiedName() + " " + option.longestName())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).isNotBlank());
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            assertThat(parameter.description())
                    .as(command.qualifiedName() + " " + parameter.paramLabel())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void namesAVariableForEachOptionThatHasADefault(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            if (option.defaultValue() != null) {
                assertThat(Environment.variableOf(option))
                        .as(command.qualifiedName() + " " + option.longestName())
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void saysTheVariableAndTheDefaultOfEachOptionInItsHelp(CommandSpec command) {
        String[] path = command.qualifiedName().split(" ", -1);
        String[] arguments =
                Stream.concat(Stream.of(path).skip(1), Stream.of("--help")).toArray(String[]::new);
        Run help = Run.balrog(arguments);
        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: " + command.qualifiedName());
        String text = help.out().replaceAll("\\s+", " ");
        for (OptionSpec option : command.options()) {
            assertThat(text).contains(option.longestName());
            String variable = Environment.variableOf(option);
            if (variable != null) {
                assertThat(text).containsPattern("\\[\\$" + variable + "[],]");
            }
            if (option.defaultValue() != null) {
                assertThat(text).contains("default: " + option.defaultValue());
            }
        }
    }

    @Test
    void usesNoVariableForTwoMeanings() {
        Map<String, String> nameByVariable = new HashMap<>();
        commands().flatMap(command -> command.options().stream()).forEach(option -> {
            String variable = Environment.variableOf(option);
            if (variable != null) {
                String known = nameByVariable.putIfAbsent(variable, option.longestName());
                assertThat(known == null || known.equals(option.longestName()))
                        .as(variable)
                        .isTrue();
            }
        });
    }

    @Test
    void printsItsVersion() {
        Run version = Run.balrog("--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).startsWith("balrog " + BuildInfo.current().version() + " (commit ");
        assertThat(BuildInfo.current().version()).matches("[0-9]+\\..*");
    }

    @Test
    void showsHelpWhenThereIsNothingToDo() {
        Run nothing = Run.balrog();
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).startsWith("Usage: balrog").contains("Commands:");
    }

    @Test
    void suggestsTheNearestCommand() {
        Run wrong = Run.balrog("impor");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err().lines())
                .containsExactly("balrog: unknown command 'impor'. Did you mean 'import'? Try 'balrog --help'.");
    }
}
