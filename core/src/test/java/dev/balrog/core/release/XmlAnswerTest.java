// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static org.assertj.core.api.Assertions.assertThat;

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
        "<,         <",
    })
    void escapesAmpersandsThatAreNotEscapedYet(String text, String escaped) {
        assertThat(new XmlAnswer().line("<x").attribute("a", text).finish())
                .isEqualTo("<?xml version=\"1.0\"?>\n<updates>\n<x a=\"%s\"\n</updates>", escaped);
        assertThat(XmlAnswer.escape(text)).isEqualTo(escaped);
    }
}
