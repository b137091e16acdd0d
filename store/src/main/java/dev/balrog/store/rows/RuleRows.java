// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.core.rule.ColumnKind;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleConditions;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;

/** Conversion of rows of the table {@code rules}. */
public final class RuleRows {
    private static final Map<Condition, Field<?>> CONDITIONS = conditions();

    private RuleRows() {}

    private static Map<Condition, Field<?>> conditions() {
        Map<Condition, Field<?>> fields = new EnumMap<>(Condition.class);
        for (Condition condition : Condition.values()) {
            Class<?> type = condition.kind() == ColumnKind.BOOLEAN ? Boolean.class : String.class;
            fields.put(condition, Objects.requireNonNull(RULES.field(condition.column(), type), condition.column()));
        }
        return fields;
    }

    /** Returns the rule of a row. */
    public static Rule rule(Record row) {
        return new Rule(
                row.get(RULES.RULE_ID),
                row.get(RULES.DATA_VERSION),
                row.get(RULES.ALIAS),
                row.get(RULES.PRIORITY),
                row.get(RULES.MAPPING),
                row.get(RULES.FALLBACKMAPPING),
                row.get(RULES.BACKGROUNDRATE),
                row.get(RULES.UPDATE_TYPE),
                row.get(RULES.COMMENT),
                RuleConditions.of(condition -> row.get(Objects.requireNonNull(CONDITIONS.get(condition)))));
    }
}
