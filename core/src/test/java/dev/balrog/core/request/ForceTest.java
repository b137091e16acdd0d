// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForceTest {

    @ParameterizedTest(name = "force={0} is {1}")
    @CsvSource({
        "1,    MAPPING",
        "-1,   FALLBACK_MAPPING",
        "0,    NONE",
        "01,   NONE",
        "' 1', NONE",
        "'',   NONE",
        ",     NONE",
    })
    void knowsTwoValues(@Nullable String queryValue, Force force) {
        assertThat(Force.of(queryValue)).isEqualTo(force);
    }
}
