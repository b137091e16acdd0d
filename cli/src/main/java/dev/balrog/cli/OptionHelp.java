// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.cli.run.Environment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IOptionRenderer;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help that ends each option's description with its environment variable and built-in default. */
final class OptionHelp extends Help {
    /**
     * Number of columns in the table of options: required mark, short name, comma, long name,
     * description.
     */
    private static final int COLUMNS = 5;

    OptionHelp(CommandSpec command, ColorScheme colors) {
        super(command, colors);
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
        IOptionRenderer usual = super.createDefaultOptionRenderer();
        return (option, labels, colors) -> withSource(usual, option, labels, colors);
    }

    private static Text[][] withSource(
            IOptionRenderer usual, OptionSpec option, IParamLabelRenderer labels, ColorScheme colors) {
        List<Text[]> rows = new ArrayList<>(Arrays.asList(usual.render(option, labels, colors)));
        String source = source(option);
        if (!source.isEmpty()) {
            Text[] row = new Text[COLUMNS];
            Arrays.fill(row, colors.text(""));
            row[COLUMNS - 1] = colors.text("@|faint [" + source + "]|@");
            rows.add(row);
        }
        return rows.toArray(Text[][]::new);
    }

    /**
     * Returns the sources of an option's value, such as {@code $PORT, default: 9010}. Never returns
     * the variable's current value, which may be a secret.
     */
    private static String source(OptionSpec option) {
        List<String> parts = new ArrayList<>();
        String variable = Environment.variableOf(option);
        if (variable != null) {
            parts.add("$" + variable);
        }
        String builtIn = option.defaultValue();
        if (builtIn != null && option.arity().max() > 0) {
            parts.add("default: " + builtIn);
        }
        // An option of a group is only required together with another one of the group.
        if (option.required() && option.group() == null) {
            parts.add("required");
        }
        return String.join(", ", parts);
    }
}
