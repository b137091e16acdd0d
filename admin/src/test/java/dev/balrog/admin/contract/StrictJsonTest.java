// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.admin.contract.StrictJson.MalformedException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mapping\": \"good\", \"mapping\": \"evil\"}",
                "{\"a\": {\"b\": 1, \"b\": 1}}",
                "{\"a\": 1, \"\\u0061\": 2}",
                "{} {}",
                "{}x",
                "{'a': 1}",
                "{\"a\": NaN}",
                "{\"a\": 01}",
                "{\"a\": 1,}",
                "// comment\n{}",
            })
    void refusesWhatParsersReadDifferently(String document) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> StrictJson.parse(document));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> StrictJson.parse(document.getBytes(UTF_8)));
    }

    @Test
    void refusesOtherEncodingsThanUtf8() {
        byte[] overlongSlash = "{\"a\": \"\u00c0\u00af\"}".getBytes(ISO_8859_1);
        byte[] surrogate = "{\"a\": \"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1);
        byte[] utf16 = "{\"a\": \"b\"}".getBytes(UTF_16BE);
        for (byte[] body : new byte[][] {overlongSlash, surrogate, utf16}) {
            assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> StrictJson.parse(body));
        }
    }

    @Test
    void ignoresAByteOrderMark() throws MalformedException {
        assertThat(StrictJson.parse("\uFEFF{\"a\": \"ä\"}".getBytes(UTF_8))
                        .path("a")
                        .asString())
                .isEqualTo("ä");
    }

    @Test
    void keepsAllDigitsInDocuments() throws MalformedException {
        assertThat(StrictJson.parse("1.00000000000000000001").decimalValue())
                .isEqualTo(new BigDecimal("1.00000000000000000001"));
    }
}
