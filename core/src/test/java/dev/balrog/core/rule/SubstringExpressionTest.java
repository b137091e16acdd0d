// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstringExpressionTest {

    @ParameterizedTest(name = "''{0}'' for ''{1}'': {2}")
    @CsvSource({
        "Windows,                  Windows_NT 6.1,        true",
        "windows,                  Windows_NT 6.1,        false",
        "'Linux,Windows',          Windows_NT 6.1,        true",
        "'Linux,Darwin',           Windows_NT 6.1,        false",
        "Windows&&6.1,             Windows_NT 6.1,        true",
        "Windows&&10.0,            Windows_NT 6.1,        false",
        "'Windows&&10.0,Windows&&6.1', Windows_NT 6.1,    true",
        "' Windows && 6.1 ',       Windows_NT 6.1,        true",
        "Windows NT,               Windows_NT 6.1,        false",
        // One & is a character like others.
        "Windows&6.1,              Windows_NT 6.1,        false",
        // An empty part is contained in everything.
        "'Linux,',                 Windows_NT 6.1,        true",
        "Windows&&,                Windows_NT 6.1,        true",
        "'',                       '',                    true",
        "Windows,                  '',                    false",
    })
    void wantsAllPartsOfOneAlternative(String expression, String value, boolean matches) {
        assertThat(SubstringExpression.parse(expression).accepts(value)).isEqualTo(matches);
    }
}
