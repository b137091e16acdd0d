// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values, one of which must equal the value of the request.
 *
 * @param values the values; whitespace around them is significant
 */
record TextList(Set<String> values) {

    static TextList parse(String list) {
        return new TextList(Set.copyOf(
                java.util.Arrays.asList(list.split(",", -1)).stream().distinct().toList()));
    }

    boolean matches(@Nullable String value) {
        return value != null && values.contains(value);
    }
}
