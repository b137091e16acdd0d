// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.UnsafeReleaseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlAnswerTest {

    @Test
    void isEmptyWithoutLines() {
        assertThat(new XmlAnswer().finish()).isEqualTo(XmlAnswer.EMPTY).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                </updates>""");
    }

    @Test
    void growsByLines() {
        String answer = new XmlAnswer()
                .line("    <update")
                .attribute("type", "minor")
                .attribute("version", null)
                .append(">")
                .line("")
                .finish();

        assertThat(answer).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <update type="minor" version="None">

                </updates>""");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a&b,       a&amp;b",
        "a&amp;b,   a&amp;b",
        "&&amp;&,   &amp;&amp;&amp;",
        "&ampersand, &amp;ampersand",
        "&lt;,      &amp;lt;",
        "&amp;amp;, &amp;amp;",
        "&am,       &amp;am",
        "<,         &lt;",
        "a>b,       a&gt;b",
        "'\"',       &quot;",
        "a'\"'/>,    a'&quot;'/&gt;",
        "é\uD83D\uDE00, é\uD83D\uDE00",
    })
    void escapesWhatWouldEndAnAttribute(String text, String escaped) {
        assertThat(attribute(text)).isEqualTo("<?xml version=\"1.0\"?>\n<updates>\n<x a=\"%s\"\n</updates>", escaped);
    }

    @Test
    void keepsTabsAndLineBreaks() {
        assertThat(attribute("a\tb\nc\rd\u007F\uFFFD")).contains("a=\"a\tb\nc\rd\u007F\uFFFD\"");
    }

    @Test
    void refusesWhatXmlCannotCarry() {
        for (String text :
                List.of("\u0000", "a\u0001", "\u001F", "\uFFFE", "\uFFFF", "\uD83D", "\uD83Dx", "\uDE00\uD83D")) {
            assertThatThrownBy(() -> attribute(text)).isInstanceOf(UnsafeReleaseException.class);
            assertThat(XmlAnswer.canCarry("x" + text)).isFalse();
        }
        assertThat(XmlAnswer.canCarry("a\t\"<&>\uD83D\uDE00\u007F")).isTrue();
    }

    @Test
    void refusesWhatIsNoNameOfAnAttribute() {
        for (String name : List.of("", "1a", "a b", "a=\"\" b", "a>", "xmlns:x", "ä")) {
            assertThatThrownBy(() -> new XmlAnswer().checkedAttribute(name, "x"))
                    .isInstanceOf(UnsafeReleaseException.class);
        }
        assertThat(new XmlAnswer().line("<x").checkedAttribute("openURL", "x").finish())
                .contains(" openURL=\"x\"");
    }

    private static String attribute(String value) {
        return new XmlAnswer().line("<x").attribute("a", value).finish();
    }
}
