// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values, one of which must equal the value of the request.
 *
 * @param values the values; whitespace around them is significant
 * @param absentIsEmpty whether a value that was not sent counts as an empty one; otherwise it
 *     equals none
 */
record TextList(Set<String> values, boolean absentIsEmpty) implements ParsedCondition {

    static TextList parse(String list, boolean absentIsEmpty) {
        return new TextList(Arrays.stream(list.split(",", -1)).collect(Collectors.toUnmodifiableSet()), absentIsEmpty);
    }

    @Override
    public boolean accepts(@Nullable Object property) {
        return property == null ? absentIsEmpty && values.contains("") : values.contains(property);
    }
}
