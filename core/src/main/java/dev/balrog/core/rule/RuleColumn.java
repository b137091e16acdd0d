// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.List;
import java.util.stream.Stream;

/**
 * Column of a rule that can be set, in the catalogue of these columns: the settings and the
 * conditions. Rules are read and evaluated, and input is checked, by this catalogue; tests compare
 * it with the tables, the OpenAPI document, the client and {@code docs/rules.md}.
 */
public sealed interface RuleColumn permits Condition, RuleSetting {
    /** Returns all columns. */
    static List<RuleColumn> all() {
        return Stream.<RuleColumn>concat(Stream.of(RuleSetting.values()), Stream.of(Condition.values()))
                .toList();
    }

    /** Returns the name of the column in the table {@code rules} and in the API. */
    String column();

    /** Returns the kind of the values. */
    ColumnKind kind();

    /** Returns the maximum length of a string, in characters; 0 for other kinds. */
    int maxLength();

    /** Returns whether a new rule must have a value. */
    boolean isRequired();
}
