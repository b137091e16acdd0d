// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.run;

import dev.balrog.cli.options.Variable;
import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;

/**
 * Environment variables of the process, as defaults of the options annotated with {@link Variable}.
 * A variable that is empty or only whitespace counts as not set.
 */
public final class Environment implements IDefaultValueProvider {
    private final Map<String, String> variables;

    /** Creates an environment with these variables. */
    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** Returns the value of a variable; null if it is not set. */
    public @Nullable String get(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** Returns the variables of the process, by name. */
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec option) {
        String variable = variableOf(option);
        return variable == null ? null : get(variable);
    }

    /** Returns the name of an option's variable; null for none. */
    public static @Nullable String variableOf(ArgSpec option) {
        if (!(option.userObject() instanceof AnnotatedElement element)) {
            return null;
        }
        Variable variable = element.getAnnotation(Variable.class);
        return variable == null ? null : variable.value();
    }
}
