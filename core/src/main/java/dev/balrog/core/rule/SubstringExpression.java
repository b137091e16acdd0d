// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.Arrays;
import java.util.List;

/**
 * Substrings that the request has to contain: {@code Windows 98,Darwin&&x86} stands for those with {@code Windows 98},
 * and for those with both {@code Darwin} and {@code x86}.
 *
 * @param alternatives each a list of substrings that all have to be there
 */
record SubstringExpression(List<List<String>> alternatives) {

    static SubstringExpression parse(String expression) {
        return new SubstringExpression(Arrays.stream(expression.split(",", -1))
                .map(alternative -> Arrays.stream(alternative.split("&&", -1))
                        .map(String::strip)
                        .toList())
                .toList());
    }

    boolean matches(String value) {
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
