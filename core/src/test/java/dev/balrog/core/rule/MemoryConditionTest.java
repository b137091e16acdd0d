// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryConditionTest {

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "4096,   4096, true",
        "4096,   4095, false",
        "<4096,  900,  true",
        "<=4096, 4096, true",
        ">4096,  4096, false",
        ">=4096, 8192, true",
        ">0,     -1,   false",
        // Clients that don't tell are let through, even by a condition that is none.
        ">4096,  ,     true",
        "x,      ,     true",
        // Otherwise nobody satisfies such a condition.
        "x,      4096, false",
        ">x,     4096, false",
        "40*,    40,   false",
        "1.5,    1,    false",
        "'',     0,    false",
    })
    void comparesNumbers(String condition, @Nullable Long megabytes, boolean matches) {
        assertThat(MemoryCondition.parse(condition).accepts(megabytes)).isEqualTo(matches);
    }
}
