// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.rule.Comparison.Operator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {

    @ParameterizedTest(name = "''{0}'' is {1} {2}")
    @CsvSource({
        "60.0,       EQUAL,            60.0",
        "<60.0,      LESS,             60.0",
        "<=60.0,     LESS_OR_EQUAL,    60.0",
        ">60.0,      GREATER,          60.0",
        ">=60.0,     GREATER_OR_EQUAL, 60.0",
        "60.*,       MATCHES,          60.*",
        // An asterisk at the end makes it a pattern, whatever is in front.
        ">=60.*,     MATCHES,          >=60.*",
        "*,          MATCHES,          *",
        "_x,         EQUAL,            _x",
        // Behind an operator, the operand ends where letters, digits, dots and underscores end.
        "'>=60.0 x', GREATER_OR_EQUAL, 60.0",
        "<.5-6,      LESS,             .5",
        // Without an operator, it does not end.
        "'60.0 x',   EQUAL,            60.0 x",
    })
    void readsOperatorAndOperand(String text, Operator operator, String operand) {
        assertThat(Comparison.parse(text)).contains(new Comparison(operator, operand));
    }

    @ParameterizedTest(name = "''{0}'' is none")
    @ValueSource(
            strings = {
                "", " 60.0", "=60.0", "==60.0", "!60", ">", "<=", "> 60.0", "><60.0", ">>60.0", "=<60.0", ".5", "-1"
            })
    void findsNoComparison(String text) {
        assertThat(Comparison.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "b, b,    true",
        "b, a,    false",
        "b, >a,   true",
        "b, >b,   false",
        "b, >=b,  true",
        "b, <=b,  true",
        "b, <b,   false",
        "b, <c,   true",
        "9, <10,  false",
        "b, b*,   false",
        "b*, b*,  true",
    })
    void comparesTextCharacterByCharacter(String value, String comparison, boolean accepted) {
        assertThat(Comparison.parse(comparison).orElseThrow().acceptsText(value))
                .isEqualTo(accepted);
    }
}
