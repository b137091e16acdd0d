// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetTest {

    @Test
    void decodesSegmentsAndParameters() {
        RequestTarget target = RequestTarget.parse("/json/a%20b/c?force=1&x=a%2Bb+c");

        assertThat(target.segments()).containsExactly("json", "a b", "c");
        assertThat(target.query()).containsEntry("force", "1").containsEntry("x", "a+b c");
    }

    @Test
    void anEncodedSlashSeparatesSegments() {
        assertThat(RequestTarget.parse("/a%2Fb").segments()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource({"/%OS_VERSION%, %OS_VERSION%", "/100%, 100%", "/%2, %2", "/%zz, %zz", "/{x}|^, {x}|^"})
    void whatIsNoEscapeStandsForItself(String target, String segment) {
        assertThat(RequestTarget.parse(target).segments()).containsExactly(segment);
    }

    @Test
    void bytesThatAreNoUtf8AreReplaced() {
        assertThat(RequestTarget.parse("/a%FFb").path()).isEqualTo("/a\uFFFDb");
    }

    @Test
    void ofAParameterThatWasSentTwiceTheLastCounts() {
        assertThat(RequestTarget.parse("/?force=1&force=-1").query()).containsEntry("force", "-1");
    }

    @Test
    void aParameterNeedsNoValue() {
        assertThat(RequestTarget.parse("/?force&&x=").query())
                .containsOnlyKeys("force", "x")
                .containsEntry("force", "");
    }

    @Test
    void ofAWholeUrlPathAndQueryCount() {
        RequestTarget target = RequestTarget.parse("http://example.com/update/1?force=1");

        assertThat(target.path()).isEqualTo("/update/1");
        assertThat(target.query()).containsEntry("force", "1");
    }

    @ParameterizedTest
    @CsvSource({"/a//b, true", "//a, true", "/a/b, false", "/a/, false", "/, false"})
    void noticesEmptySegments(String target, boolean expected) {
        assertThat(RequestTarget.parse(target).hasEmptySegments()).isEqualTo(expected);
    }

    @Test
    void aTargetWithoutEmptySegmentsCanStandInAHeader() {
        RequestTarget target = RequestTarget.parse("/a//b%0d%0aSet-Cookie: x?q=\u00fc&r=1");

        assertThat(target.withoutEmptySegments().encoded()).isEqualTo("/a/b%0D%0ASet-Cookie:%20x?q=%C3%BC&r=1");
    }
}
