// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleColumn;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** The catalogue of rule columns, the table, and the conversion of its rows agree. */
class RuleColumnsTest {
    @Test
    void describesTheTable() {
        assertThat(Arrays.stream(RULES.fields()).map(Field::getName))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("rule_id", "data_version"),
                                RuleColumn.all().stream().map(RuleColumn::column))
                        .toList());
        for (RuleColumn column : RuleColumn.all()) {
            Field<?> field = Objects.requireNonNull(RULES.field(column.column()), column.column());
            Class<?> type = switch (column.kind()) {
                case TEXT, LIST -> String.class;
                case INTEGER -> Integer.class;
                case BOOLEAN -> Boolean.class;
            };
            assertThat(field.getType()).as(column.column()).isEqualTo(type);
            if (column.kind().isText()) {
                assertThat(field.getDataType().length()).as(column.column()).isEqualTo(column.maxLength());
            }
        }
    }

    /** Each column alone has a value, so that no two can be interchanged. */
    @Test
    void readsEachColumn() {
        for (RuleColumn column : RuleColumn.all()) {
            Object value = switch (column.kind()) {
                case TEXT, LIST -> "x";
                case INTEGER -> 5;
                case BOOLEAN -> true;
            };
            Record row = DSL.using(SQLDialect.SQLITE).newRecord(RULES);
            row.fromMap(Map.of("rule_id", 7, "data_version", 3, column.column(), value));
            Rule rule = RuleRows.rule(row);
            assertThat(rule.id()).isEqualTo(7);
            assertThat(rule.dataVersion()).isEqualTo(3);
            for (RuleColumn other : RuleColumn.all()) {
                assertThat(rule.get(other)).as(column + " " + other).isEqualTo(other == column ? value : null);
            }
        }
    }
}
