// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LooseVersionTest {

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "2.1,    =, 2.1",
        "2.1,    =, 2..01",
        "2.1,    =, .2.1.",
        "2.9,    <, 2.10",
        "2.1,    <, 2.1.0",
        "2.1,    <, 2.1b1",
        "2.1b1,  <, 2.1b2",
        "2.1a9,  <, 2.1b1",
        "2.1-rc, >, 2.1",
        "2.1B1,  <, 2.1b1",
        "'',     <, 0",
        "99999999999999999999, <, 100000000000000000000",
    })
    void ordersNumbersByValueAndWordsByLetters(String left, String order, String right) {
        LooseVersion one = LooseVersion.parse(left);
        LooseVersion other = LooseVersion.parse(right);

        assertThat(sign(one.compare(other))).isEqualTo(order);
        assertThat(sign(-other.compare(one))).isEqualTo(order);
        assertThat(one.sameAs(other)).isEqualTo(order.equals("="));
    }

    @Test
    void hasNoOrderOfNumbersAndWords() {
        LooseVersion number = LooseVersion.parse("2.1");
        LooseVersion word = LooseVersion.parse("2.beta");

        assertThat(number.sameAs(word)).isFalse();
        assertThatThrownBy(() -> number.compare(word))
                .isExactlyInstanceOf(BadDataException.class)
                .hasMessage("Versions 2.1 and 2.beta can't be compared.");
    }

    @Test
    void doesNotGetToWhatIsBehindTheFirstDifference() {
        assertThat(sign(LooseVersion.parse("1.2").compare(LooseVersion.parse("2.beta"))))
                .isEqualTo("<");
    }

    private static String sign(int order) {
        return order < 0 ? "<" : order > 0 ? ">" : "=";
    }
}
