// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    @ParameterizedTest
    @CsvSource({
        "result[0] <= 0.01, 0.01, true",
        "result[0] <= 0.01, 0.02, false",
        "result[0] < 1e-3, 0.0009, true",
        "result[0] >= -2, -2, true",
        "result[0] > 1, 1, false",
        "result[0] == 3, 3, true",
        "result[0] >= 0.9 && result[0] <= 1.1, 1, true",
        "result[0] >= 0.9 && result[0] <= 1.1, 1.2, false",
        "result[0] >= 0.9 && result[0] <= 1.1, 0.8, false",
        "isNaN(result[0]) || result[0] < 1, NaN, true",
        "isNaN(result[0]) || result[0] < 1, 2, false",
        "result[0] <= 1, NaN, false",
        "result[0] >= 0, NaN, false",
    })
    void holds(String condition, double value, boolean expected) {
        assertThat(Condition.parse(condition).holds(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "result[1] < 1",
                "result[0] < limit",
                "len(result) == 0",
                "result[0] < 1 &&",
                "(result[0] < 1)",
                "result[0] < 1 and result[0] > 0"
            })
    void refusesWhatItDoesNotKnow(String condition) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.parse(condition))
                .withMessageContaining("can't be evaluated here");
    }
}
