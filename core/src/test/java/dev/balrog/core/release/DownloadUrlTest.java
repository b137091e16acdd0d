// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.Scenario;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadUrlTest {
    private static final DomainAllowlist PATHS = DomainAllowlist.of(Scenario.json("""
            {
              "paths.test": {"/ok/.*\\\\.mar": ["P"]},
              "www.google.com": {"/dl/release2/chrome_component/[\\\\w\\\\.]+/[\\\\w\\\\.]+\\\\.crx3": ["P"]},
              "good.test": ["P"],
              "good.test:8080": ["P"]
            }
            """));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://good.test/a.mar",
                "http://good.test",
                "HTTPS://good.test:8080/a/b%20c.mar?x=1&y=../..#z",
                "https://good.test/a..b/...mar/.hidden",
                "https://good.test/100%25.mar",
                "https://paths.test/ok/a.mar",
                "https://paths.test/%6Fk/%7ea.mar",
                "https://www.google.com/dl/release2/chrome_component/a_1.2/x.crx3",
                // What clients repair.
                "https://good.test/de fr/%LOCALE%/{x}|y^`.mar",
                "https://good.test/\u00fc.mar"
            })
    void allowsUrls(String url) {
        assertThat(PATHS.allows(url, "P")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Dot segments in any encoding.
                "https://paths.test/ok/../evil.mar",
                "https://paths.test/ok/%2e%2e/evil.mar",
                "https://paths.test/ok/.%2E/evil.mar",
                "https://paths.test/ok/..%2fevil.mar",
                "https://paths.test/ok/..%5cevil.mar",
                "https://paths.test/ok/%252e%252e/evil.mar",
                "https://paths.test/ok/%25252e%25252e%25252fevil.mar",
                "https://paths.test/ok/a;/../../evil.mar",
                "https://paths.test/ok/..;/evil.mar",
                "https://paths.test/ok/..;a=b/evil.mar",
                "https://paths.test/ok/%2e%2e%3b/evil.mar",
                "https://paths.test/ok/\\..\\..\\evil.mar",
                "https://paths.test/ok/..\\evil.mar",
                "https://paths.test/ok/%c0%ae%c0%ae/evil.mar",
                "https://paths.test/ok/%e0%80%ae%e0%80%ae/evil.mar",
                "https://paths.test/ok/%u002e%u002e/evil.mar",
                "https://paths.test/ok/.. /evil.mar",
                "https://paths.test/ok/..%00/evil.mar",
                "https://paths.test/ok/./a.mar",
                "https://paths.test/ok/a.mar/..",
                "https://good.test/..",
                "https://www.google.com/dl/release2/chrome_component/../x.crx3",
                "https://www.google.com/dl/release2/chrome_component/../..crx3",
                // An encoded separator on a host of which only some paths are allowed.
                "https://paths.test/ok%2fa.mar",
                "https://paths.test/ok/a%2fb.mar",
                // Other schemes, and none.
                "javascript://good.test/%0aalert(1)",
                "file://good.test/a.mar",
                "ftp://good.test/a.mar",
                "data://good.test/a.mar",
                "httpsx://good.test/a.mar",
                "//good.test/a.mar",
                "https:good.test/a.mar",
                "",
                " https://good.test/a.mar",
                // Another host than it seems, or than another parser finds.
                "https://user@good.test/a.mar",
                "https://good.test@evil.test/a.mar",
                "https://good.test:80@evil.test/a.mar",
                "https://evil.test\\@good.test/a.mar",
                "https://evil.test#@good.test/a.mar",
                "https://good.test:/a.mar",
                "https://good.test:x/a.mar",
                "https://good.test:0/a.mar",
                "https://good.test:99999/a.mar",
                "https://good.test:443/a.mar",
                "https://GOOD.test/a.mar",
                "https://good.test./a.mar",
                "https://good%2etest/a.mar",
                "https://g\u00f6od.test/a.mar",
                "https://good\uff0etest/a.mar",
                "https://[::1]/a.mar",
                "https:///good.test/a.mar",
                // What no response may hold.
                "https://good.test/a\"b.mar",
                "https://good.test/a<b.mar",
                "https://good.test/a>b.mar",
                "https://good.test/a\tb.mar",
                "https://good.test/a\nb.mar",
                "https://good.test/a\u0000b.mar",
                "https://good.test/a\u0085b.mar",
                "https://good.test/a\u2028b.mar",
                "https://good.test/a\ufffeb.mar",
                "https://good.test/a\ud800b.mar",
                "https://good.test/a?x=\"",
            })
    void rejectsUrls(String url) {
        assertThat(PATHS.allows(url, "P")).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://good.test/ok/../x      | has a dot segment",
                "https://good.test/%2e%2e/x     | has a dot segment",
                "https://me@good.test/x         | has a host that is not a lower-case ASCII name",
                "https://good.test:x/           | has a port that is not a number",
                "good.test/x                    | has no scheme and host",
                "https://good.test/a\\b         | has the character \\",
                "https://good.test/%00          | has an encoded control character",
                "https://good.test/%2525252525252525252e | is percent-encoded too many times",
            })
    void saysWhatIsWrong(String url, String message) {
        assertThatExceptionOfType(InvalidUrlException.class)
                .isThrownBy(() -> DownloadUrl.parse(url))
                .withMessage(message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "https://good.test/a%20b;v=1?x=(y)&z=%26 | -",
                "https://good.test/a b       | has a character that has to be percent-encoded",
                "https://good.test/\u00fc    | has a character that has to be percent-encoded",
                "https://good.test/{a}       | has a character that has to be percent-encoded",
                "https://good.test/%LOCALE%  | has a percent sign that does not begin an escape sequence",
                "https://good.test/a%        | has a percent sign that does not begin an escape sequence",
                "https://good.test/#a        | has a fragment",
            })
    void saysWhatIsIrregular(String url, String message) throws InvalidUrlException {
        assertThat(DownloadUrl.parse(url).irregularity().orElse(null)).isEqualTo(message);
    }

    @Test
    void acceptsFtpForOldDatabasesOnly() {
        assertThat(PATHS.compatible().allows("ftp://good.test/a.mar", "P")).isTrue();
        assertThat(PATHS.compatible().allows("javascript://good.test/a.mar", "P"))
                .isFalse();
        assertThat(PATHS.compatible().allows("https://paths.test/ok/../evil.mar", "P"))
                .isFalse();
    }

    /** Where the parser of the Java library reads the URL at all, it reads the same host, and a path that stays where it is. */
    @Test
    void agreesWithAnotherParser() {
        String[] pieces = {
            "https",
            "http",
            "ftp",
            "javascript",
            ":",
            "//",
            "/",
            "/",
            "good.test",
            "good.test",
            "evil.test",
            "@",
            "..",
            ".",
            "%2e",
            "%2E",
            "%2f",
            "%5c",
            "%252e",
            "%25",
            "%c0%ae",
            ";",
            "\\",
            "?",
            "#",
            "ok",
            ".mar",
            " ",
            "\t",
            "%",
            ":80",
            "%00",
            "[",
            "]",
            "\u00fc",
            "&amp;",
            "\"",
            "x"
        };
        int[] parsed = {0};
        Property.forAll(60_000, random -> {
            Choice choice = new Choice(random);
            StringBuilder text = new StringBuilder(choice.percent(70) ? "https://good.test/" : "");
            for (int i = choice.below(9); i > 0; i--) {
                text.append(choice.of(pieces));
            }
            if (PATHS.allows(text.toString(), "P")) {
                parsed[0]++;
                check(text.toString());
            }
        });
        assertThat(parsed[0]).isGreaterThan(5_000);
    }

    private static void check(String url) {
        URI uri;
        try {
            uri = new URI(
                    url.replaceFirst("#.*", "").replace(" ", "%20").replaceAll("%(?![0-9A-Fa-f]{2})|\\[|\\]", "_"));
        } catch (URISyntaxException e) {
            throw new AssertionError(url, e);
        }
        assertThat(uri.getHost()).as(url).isEqualTo("good.test");
        assertThat(uri.getScheme()).as(url).isIn("http", "https");
        assertThat(uri.getRawUserInfo()).as(url).isNull();
        String path = uri.getRawPath();
        for (int i = 0; i < 4; i++) {
            assertThat(Arrays.stream(path.split("[/\\\\]", -1))
                            .map(segment -> segment.replaceAll(";.*", "").strip()))
                    .as(url)
                    .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
            path = URLDecoder.decode(
                    path.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replace("+", "%2B"), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void takesTimeInProportionToTheLength() {
        String nested = "https://good.test/" + "%2525".repeat(200_000) + "2e%2e/";

        assertThatCode(() -> PATHS.allows(nested, "P")).doesNotThrowAnyException();
    }
}
