// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Condition on substrings: {@code Windows 98,Darwin&&x86} matches values with {@code Windows 98},
 * and values with both {@code Darwin} and {@code x86}.
 *
 * @param alternatives the alternatives, each a list of substrings that must all be present
 */
record SubstringExpression(List<List<String>> alternatives) implements ParsedCondition {

    static SubstringExpression parse(String expression) {
        return new SubstringExpression(Arrays.stream(expression.split(",", -1))
                .map(alternative -> Arrays.stream(alternative.split("&&", -1))
                        .map(String::strip)
                        .toList())
                .toList());
    }

    @Override
    public boolean accepts(@Nullable Object property) {
        String value = property == null ? "" : (String) property;
        for (List<String> alternative : alternatives) {
            if (containsAll(value, alternative)) {
                return true;
            }
        }
        return false;
    }

    private static boolean containsAll(String value, List<String> substrings) {
        for (String substring : substrings) {
            if (!value.contains(substring)) {
                return false;
            }
        }
        return true;
    }
}
