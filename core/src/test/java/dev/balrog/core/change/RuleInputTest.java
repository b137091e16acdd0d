// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RuleInputTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "comment        | ' a  b '         | 'a  b'",
                "comment        | ''               | null",
                "comment        | ' \\n\\t'        | null",
                "comment        | '\\u00a0\\u0085\\u2003\\u001fx\\u2007' | 'x'",
                "comment        | null             | null",
                "comment        | ' a, b '         | 'a, b'",
                "locale         | ' de, fr ,\\n\\u00a0it' | 'de,fr,it'",
                "distribution   | 'a b'            | 'ab'",
                "distribution   | ' '              | null",
                "mig64          | true             | true",
                "osVersion      | 'Windows NT, x'  | 'Windows NT, x'",
                "priority       | '90'             | 90",
                "priority       | ' 90 '           | 90",
                "priority       | 90               | 90",
                "priority       | '+5'             | 5",
                "priority       | '-5'             | -5",
                "priority       | '0'              | 0",
                "priority       | ''               | null",
                "backgroundRate | '007'            | 7",
                "backgroundRate | null             | null",
                "data_version   | '3'              | 3",
                "rule_id        | '3'              | '3'",
                // A character of two code units, on its way through a list.
                "locale         | ' \\ud83d\\ude00 ' | '\\ud83d\\ude00'",
            })
    void becomesWhatIsStored(String column, String typed, String stored) {
        assertThat(RuleInput.normalise(rule(column, typed))).isEqualTo(rule(column, stored));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "priority       | 'x'           | priority: expected an integer, found \"x\"",
                "priority       | '1.5'         | priority: expected an integer, found \"1.5\"",
                "priority       | 1.5           | priority: expected an integer, found 1.5",
                "priority       | true          | priority: expected an integer, found true",
                "backgroundRate | [1]           | backgroundRate: expected an integer, found [1]",
                "backgroundRate | '1 0'         | backgroundRate: expected an integer, found \"1 0\"",
                "data_version   | '99999999999' | data_version: 99999999999 is out of range",
                "data_version   | 99999999999   | data_version: 99999999999 is out of range",
            })
    void refusesWhatIsNoWholeNumber(String column, String typed, String problem) {
        assertThatExceptionOfType(BadDataException.class)
                .isThrownBy(() -> RuleInput.normalise(rule(column, typed)))
                .withMessage(problem);
    }

    @Test
    void keepsTheOrderAndLeavesTheArgumentAlone() {
        ObjectNode columns = (ObjectNode) JSON.readTree("{\"b\":\" x\",\"a\":\"\",\"priority\":\"1\"}");

        assertThat(RuleInput.normalise(columns)).hasToString("{\"b\":\"x\",\"a\":null,\"priority\":1}");
        assertThat(columns).hasToString("{\"b\":\" x\",\"a\":\"\",\"priority\":\"1\"}");
    }

    @Test
    void hasNoEffectTheSecondTime() {
        Property.forAll(1000, random -> {
            Choice choice = new Choice(random);
            ObjectNode columns = JsonNodeFactory.instance.objectNode();
            for (String column : new String[] {"locale", "distribution", "comment", "channel"}) {
                columns.put(column, choice.oddText());
            }
            ObjectNode once = RuleInput.normalise(columns);

            assertThat(RuleInput.normalise(once)).isEqualTo(once);
            once.forEach(value -> assertThat(value.asString("none"))
                    .isNotBlank()
                    .isEqualTo(value.asString("none").strip()));
        });
    }

    private static ObjectNode rule(String column, String value) {
        return (ObjectNode) JSON.readTree("{\"" + column + "\":" + value.replace('\'', '"') + "}");
    }
}
