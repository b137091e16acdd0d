// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinVersionTest {

    @ParameterizedTest(name = "{0} is before {1}: {2}")
    @CsvSource({
        "100.,   99.9,      false",
        "100.,   100.0a1,   false",
        "100.,   100.0,     false",
        "100.,   100.99.99, false",
        "100.,   101.0a1,   true",
        "100.2., 100.1,     false",
        "100.2., 100.2.9,   false",
        "100.2., 100.3,     true",
        "100.2., 101.0,     true",
        "100.2., 99.9,      false",
        "100.2., 101.*,     true",
        "100.2., 100.*,     false",
    })
    void endsBehindAllThatItStandsFor(String pin, String version, boolean before) {
        assertThat(PinVersion.parse(pin).isBefore(VersionScheme.parseMozilla(version)))
                .isEqualTo(before);
    }

    @Test
    void isWrittenAsItIsStored() {
        assertThat(PinVersion.parse("100.")).hasToString("100.");
        assertThat(PinVersion.parse("100.2.")).hasToString("100.2.");
        assertThat(PinVersion.parse("0100.02.")).hasToString("100.2.");
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(
            strings = {"", "100", ".", "100.2", "100.2.3.", "100.*", "a.", "100.a.", "-1.", "100. ", " 100.", "100.."})
    void refusesTheRest(String pin) {
        assertThatThrownBy(() -> PinVersion.parse(pin))
                .isExactlyInstanceOf(BadDataException.class)
                .hasMessage("Version Pin String '%s' is invalid.", pin);
    }
}
