// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final List<String> PIECES =
            List.of("%", "%A%", "%B%", "%a%", "%b%", "A", "b", "/", "?x=", "%A", "B%", "%%");
    private static final List<String> VALUES = List.of("", "de", "%B%", "%a%", "%b%", "50%", "mac");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'',                     ''",
        "nothing to fill in,     nothing to fill in",
        "100%,                   100%",
        "%A%,                    de",
        "x%A%y%B%z,              xdeymacz",
        "%b%%B%%a%,              macmacde",
        "%A%%%B%,                de%mac",
        "%A%B%,                  deB%",
        "%B%A%,                  %Bde",
    })
    void fillsInValues(String text, String filled) {
        assertThat(Template.of(text, "%A%", "%B%").fill("de", "mac")).isEqualTo(filled);
    }

    @Test
    void fillsInValuesToValues() {
        assertThat(Template.of("%A% %B%", "%A%", "%B%").fill("(%B%)", "(%a%)")).isEqualTo("(((%B%))) ((%B%))");
    }

    @Test
    void doesWhatReplacingOneKeyAfterTheOtherDoes() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(8), 0, PIECES.size())
                    .mapToObj(PIECES::get)
                    .collect(Collectors.joining());
            String a = VALUES.get(random.nextInt(VALUES.size()));
            String b = VALUES.get(random.nextInt(VALUES.size()));

            assertThat(Template.of(text, "%A%", "%B%").fill(a, b))
                    .as("%s with %s and %s", text, a, b)
                    .isEqualTo(text.replace("%A%", a)
                            .replace("%B%", b)
                            .replace("%a%", a)
                            .replace("%b%", b));
        }
    }

    /** Finding 14b: a client must not choose what is substituted. */
    @Test
    void valuesOfTheRequestIntroduceNoSubstitution() {
        Template url = Template.of("https://x/%LOCALE%/?v=%VERSION%&o=%os%&f=%20", "%LOCALE%", "%VERSION%", "%OS%");
        assertThat(url.fill("%VERSION%", "%os%", "%LOCALE%%locale%"))
                .isEqualTo("https://x/%VERSION%/?v=%os%&o=%LOCALE%%locale%&f=%20");
        Template product = Template.of("%PRODUCT%-%LOCALE%", "%LOCALE%", "%PRODUCT%");
        assertThat(product.fill("%product%", "Firefox-%locale%")).isEqualTo("Firefox-%product%-%product%");
        assertThat(Template.of("%%LOCALE%%", "%LOCALE%", "%OS_FTP%").fill("OS_FTP", "linux"))
                .isEqualTo("%OS_FTP%");
    }

    @Test
    void isEmptyWithoutText() {
        assertThat(Template.of("", "%A%").isEmpty()).isTrue();
        assertThat(Template.of("%A%", "%A%").isEmpty()).isFalse();
    }
}
