// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildIdConditionTest {

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "20180501000000,   20180501000000, true",
        "20180501000000,   20180501000001, false",
        "<20180501000000,  20180430999999, true",
        ">20180501000000,  20180501000000, false",
        ">=20180501000000, 20180501000000, true",
        "<=20180501000000, 2018,           true",
        // Character by character: length does not count.
        ">20180501000000,  3,              true",
        "2018*,            20180501000000, false",
        // No comparison, so nothing satisfies it.
        "=2018,            2018,           false",
        "'',               '',             false",
        "<2018,            '',             true",
    })
    void comparesCharacterByCharacter(String condition, String buildId, boolean matches) {
        assertThat(BuildIdCondition.parse(condition).accepts(buildId)).isEqualTo(matches);
    }
}
