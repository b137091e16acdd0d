// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Operating systems of clients, which begin with the name of the system and its version, such as
 * {@code Windows_NT 10.0.0.0.22631 (x64)}: a client has one name and one version.
 */
final class OperatingSystems {
    private static final List<String> NAMES = List.of("Windows", "Darwin", "Linux", "Android", "iOS", "GTK");

    private OperatingSystems() {}

    /** Returns values that satisfy two conditions; none where no client can have one. */
    static List<@Nullable Object> common(String left, String right) {
        return SubstringExpression.parse(left).alternatives().stream()
                .flatMap(some -> SubstringExpression.parse(right).alternatives().stream()
                        .filter(others -> areCompatible(some, others))
                        .map(others -> RepresentativeValues.containing(
                                Stream.concat(some.stream(), others.stream()).toList())))
                .<@Nullable Object>map(value -> value)
                .toList();
    }

    private static boolean areCompatible(List<String> some, List<String> others) {
        return some.stream()
                .filter(OperatingSystems::isName)
                .allMatch(name -> others.stream()
                        .filter(OperatingSystems::isName)
                        .allMatch(other -> name.startsWith(other) || other.startsWith(name)));
    }

    private static boolean isName(String substring) {
        return NAMES.stream().anyMatch(substring::startsWith);
    }
}
