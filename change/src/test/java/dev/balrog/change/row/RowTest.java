// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.BALROG_EXPECTATIONS;
import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.change.rejection.ChangeRejectedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RowTest {
    private static final JsonNode BLOB = JsonMapper.shared().readTree("{\"name\": \"R\"}");

    @Test
    void valuesHaveTheTypesOfTheirColumns() {
        Row row = Row.of(RULES.PRIORITY, 90)
                .with(PRODUCT, "Firefox")
                .with(READ_ONLY, true)
                .with(WHEN, 5L)
                .with(DATA, BLOB);
        int priority = row.require(RULES.PRIORITY);
        long when = row.require(WHEN);
        assertThat(priority).isEqualTo(90);
        assertThat(when).isEqualTo(5);
        assertThat(row.get(PRODUCT)).isEqualTo("Firefox");
        assertThat(row.isTrue(READ_ONLY)).isTrue();
        assertThat(row.get(DATA)).isEqualTo(BLOB);
        assertThat(row.toJson().toString())
                .isEqualTo(
                        "{\"priority\":90,\"product\":\"Firefox\",\"read_only\":true,\"when\":5,\"data\":{\"name\":\"R\"}}");
    }

    @Test
    void anAbsentColumnDiffersFromNull() {
        Row row = Row.of(MAPPING, null);
        assertThat(row.has(MAPPING)).isTrue();
        assertThat(row.hasValue(MAPPING)).isFalse();
        assertThat(row.get(MAPPING)).isNull();
        assertThat(row.has(PRODUCT)).isFalse();
        assertThat(row.get(PRODUCT)).isNull();
        assertThat(row).isNotEqualTo(Row.EMPTY);
        assertThat(row.withValues()).isEqualTo(Row.EMPTY);
        assertThatNullPointerException().isThrownBy(() -> row.require(MAPPING)).withMessage("mapping");
    }

    @Test
    void fieldsOfTheSameNameAreTheSameColumn() {
        Row row = Row.of(BALROG_EXPECTATIONS.NAME, "a").with(RULES.PRIORITY, 1);
        assertThat(row.get(NAME)).isEqualTo("a");
        assertThat(row.only(List.of(NAME))).isEqualTo(Row.of(NAME, "a"));
        assertThat(row.without(NAME)).isEqualTo(Row.of(RULES.PRIORITY, 1));
        assertThat(row.with(NAME, "b")).isEqualTo(Row.of(NAME, "b").with(RULES.PRIORITY, 1));
    }

    @Test
    void aValueOfAnotherTypeIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.copyOf(Map.of("priority", "high")).get(RULES.PRIORITY))
                .withMessage("The value of priority is of type String, not Integer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.copyOf(Map.of("priority", 0.5)))
                .withMessage("The value of priority can't be of type Double");
    }

    @Test
    void aColumnWithJsonHasATreeAndNoString() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.of(RELEASES.DATA, "{}"))
                .withMessage("The value of data can't be of type String");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.of(DATA, BLOB).get(RELEASES.DATA))
                .withMessage("The value of data is of type ObjectNode, not String");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.copyOf(Map.of("name", BLOB)))
                .withMessage("The value of name can't be of type ObjectNode");
    }

    @Test
    void aColumnKnownByItsNameIsChecked() {
        assertThat(RowInput.named(Entity.RULES, "priority", 5)).isEqualTo(Row.of(RULES.PRIORITY, 5));
        assertThat(RowInput.named(Entity.RULES, "mapping", null)).isEqualTo(Row.of(MAPPING, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowInput.named(Entity.RULES, "priorty", 5))
                .withMessage("rules has no column priorty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowInput.named(Entity.RULES, "priority", 5L))
                .withMessage("The value of priority is of type Long, not Integer");
    }

    @Test
    void aStringOfAClientIsParsed() {
        assertThat(RowInput.parse(DATA_VERSION, "3")).isEqualTo(Row.of(DATA_VERSION, 3));
        assertThat(RowInput.parse(PRODUCT, "3")).isEqualTo(Row.of(PRODUCT, "3"));
        assertThatThrownBy(() -> RowInput.parse(DATA_VERSION, "three"))
                .isInstanceOfSatisfying(
                        ChangeRejectedException.class,
                        rejected ->
                                assertThat(rejected.rejection().reason()).isEqualTo("data_version can't be \"three\""));
    }
}
