// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextListTest {

    @ParameterizedTest(name = "''{0}'' for ''{1}'': {2}")
    @CsvSource({
        "de,          de,   true",
        "'de,fr',     fr,   true",
        "'de,fr,de',  de,   true",
        "'de,fr',     d,    false",
        "'de,fr',     DE,   false",
        "'de,fr',     'de,fr', false",
        // Blanks belong to the value.
        "'de, fr',    fr,   false",
        "'de, fr',    ' fr', true",
        "'de,',       '',   true",
        "'',          '',   true",
        "'de,',       ,     false",
    })
    void wantsOneOfTheValues(String list, @Nullable String value, boolean matches) {
        assertThat(TextList.parse(list, false).accepts(value)).isEqualTo(matches);
    }
}
