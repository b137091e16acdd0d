// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.JsonColumns;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.junit.jupiter.api.Test;

class SharedColumnsTest {
    /** Returns all tables whose rows the change engine reads or writes. */
    private static List<Table<?>> tables() {
        List<Table<?>> tables = new ArrayList<>();
        for (Entity entity : Entity.values()) {
            tables.add(entity.table());
            if (entity.history() == Entity.History.TABLE) {
                tables.add(Entity.historyOf(entity.table()));
            }
            if (!entity.conditions().isEmpty()) {
                Entity.Scheduled scheduled = entity.scheduled();
                Stream.of(scheduled.changes(), scheduled.conditions(), scheduled.signoffs())
                        .forEach(table -> {
                            tables.add(table);
                            tables.add(Entity.historyOf(table));
                        });
            }
        }
        return tables;
    }

    private static List<Field<?>> shared() throws IllegalAccessException {
        List<Field<?>> columns = new ArrayList<>();
        for (java.lang.reflect.Field constant : SharedColumns.class.getFields()) {
            if (Modifier.isStatic(constant.getModifiers())) {
                columns.add((Field<?>) constant.get(null));
            }
        }
        return columns;
    }

    @Test
    void haveTheSameTypeInSeveralTables() throws IllegalAccessException {
        assertThat(shared()).hasSizeGreaterThan(15).allSatisfy(column -> {
            List<Field<?>> fields = tables().stream()
                    .flatMap(table -> Arrays.stream(table.fields()))
                    .filter(field -> field.getName().equals(column.getName()))
                    .toList();
            assertThat(fields)
                    .as(column.getName())
                    .hasSizeGreaterThan(1)
                    .allMatch(field ->
                            field.getType().equals(JsonColumns.isJson(column) ? String.class : column.getType()));
        });
    }

    @Test
    void scheduledChangesHaveAllColumnsOfTheRow() {
        for (Entity entity : Entity.values()) {
            if (!entity.conditions().isEmpty()) {
                assertThat(entity.table().fields())
                        .allSatisfy(column -> assertThat(
                                        BaseColumns.in(entity.scheduled().changes(), column)
                                                .getType())
                                .isEqualTo(column.getType()));
            }
        }
    }
}
