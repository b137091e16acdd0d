// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * What came of running the command in this process.
 *
 * @param exitCode 0, 1 or 2
 * @param out all that it printed
 * @param err all that it complained of
 */
public record Run(int exitCode, String out, String err) {

    /** Runs the command without any environment variables. */
    public static Run balrog(String... arguments) {
        return with(Map.of(), arguments);
    }

    /** Runs the command with these environment variables. */
    public static Run with(Map<String, String> variables, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine(variables)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        int exitCode = command.execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
