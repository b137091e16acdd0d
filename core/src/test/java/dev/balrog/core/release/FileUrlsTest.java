// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileUrlsTest {
    private static final Pattern URL = Pattern.compile("<patch [^>]*URL=\"([^\"]*)\"");

    @Nested
    class ByFileName {

        @Test
        void fillsInPlatformFileNameAndProduct() {
            String urls = """
                    "ftpFilenames": {"complete": "c.mar", "partial": "p.mar"},
                    "bouncerProducts": {"complete": "fx-%locale%-complete"},
                    "fileUrls": {
                      "release": "https://download.example/?%PRODUCT%&%product%&%OS_BOUNCER%&%os_bouncer%&%LOCALE%&%locale%",
                      "beta": "https://download.example/%OS_FTP%/%os_ftp%/%FILENAME%/%filename%"
                    }""";

            assertThat(urls(2, single(), urls, request()))
                    .containsExactly(
                            // A product name may hold %locale%, since that is filled in later.
                            "https://download.example/?fx-en-US-complete&amp;fx-%locale%-complete&amp;linux64&amp;linux64&amp;en-US&amp;en-US",
                            "https://download.example/?&amp;&amp;linux64&amp;linux64&amp;en-US&amp;en-US");
            assertThat(urls(2, single(), urls, request().channel("beta")))
                    .containsExactly(
                            "https://download.example/linux-x86_64/linux-x86_64/c.mar/c.mar",
                            "https://download.example/linux-x86_64/linux-x86_64/p.mar/p.mar");
        }

        @Test
        void looksForFileNamesBySourceFromVersion3On() {
            String urls = """
                    "ftpFilenames": {"completes": {"*": "c.mar"}, "partials": {"Old": "p.mar"}},
                    "bouncerProducts": {"completes": {"*": "fx"}},
                    "fileUrls": {"release": "https://download.example/%FILENAME%/%PRODUCT%"}""";

            assertThat(urls(3, multiple(), urls, request()))
                    .containsExactly("https://download.example/c.mar/fx", "https://download.example/p.mar/");
        }

        @Test
        void prefersThePartnersChannel() {
            String urls = """
                    "fileUrls": {"release": "https://download.example/r", "release-cck-acme": "https://download.example/a"}""";

            assertThat(urls(2, single(), urls, request().channel("release-cck-acme")))
                    .contains("https://download.example/a");
            assertThat(urls(2, single(), urls, request().channel("release-cck-other")))
                    .contains("https://download.example/r");
        }

        @ParameterizedTest(name = "version {0}")
        @ValueSource(ints = {1, 2})
        void failsWithoutUrlForTheChannel(int schemaVersion) {
            assertThatThrownBy(() -> urls(schemaVersion, single(), "", request()))
                    .isInstanceOf(BadDataException.class)
                    .hasMessage("Couldn't find fileUrl");
        }
    }

    @Nested
    class ByChannel {
        private static final String URLS = """
                "fileUrls": {
                  "release": {"completes": {"*": "https://download.example/r/%LOCALE%/%OS_FTP%/%OS_BOUNCER%"}},
                  "release-cck-acme": {"completes": {"*": "https://download.example/a/%locale%/%os_ftp%/%os_bouncer%"}},
                  "empty": {},
                  "*": {
                    "completes": {"*": "https://download.example/any"},
                    "partials": {"Old": "https://download.example/any-partial"}
                  }
                }""";

        @ParameterizedTest(name = "{0}")
        @CsvSource({
            "release,          https://download.example/r/en-US/linux-x86_64/linux64",
            "release-cck-acme, https://download.example/a/en-US/linux-x86_64/linux64",
            "release-cck-b,    https://download.example/r/en-US/linux-x86_64/linux64",
        })
        void hidesTheCatchAllBehindAChannelThatIsThere(String channel, String url) {
            assertThat(urls(4, multiple(), URLS, request().channel(channel))).containsExactly(url);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"beta", "empty", "empty-cck-acme"})
        void fallsBackToTheCatchAll(String channel) {
            assertThat(urls(9, multiple(), URLS, request().channel(channel)))
                    .containsExactly("https://download.example/any", "https://download.example/any-partial");
        }

        @Test
        void prefersTheUrlOfThePatch() {
            String locale = """
                    "completes": [{"from": "*", "filesize": 1, "hashValue": "a", "fileUrl": "https://download.example/%LOCALE%"}]""";

            assertThat(urls(9, locale, URLS, request())).containsExactly("https://download.example/%LOCALE%");
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "",
                    "\"fileUrls\": {\"release\": {\"partials\": {\"Old\": \"https://download.example/p\"}}}",
                    "\"fileUrls\": {\"release\": {\"completes\": {\"Old\": \"https://download.example/c\"}}}",
                    "\"fileUrls\": {\"release\": {\"completes\": {\"*\": \"\"}}}",
                })
        void failsWithoutUrlForACompleteUpdate(String urls) {
            assertThatThrownBy(() -> urls(9, multiple(), urls, request()))
                    .isInstanceOf(BadDataException.class)
                    .hasMessage("Couldn't find fileUrl");
        }

        @Test
        void failsWhereThePlatformLacksItsNames() {
            String release = """
                    {
                      "name": "Nameless", "schema_version": 4, "appVersion": "61.0",
                      "fileUrls": {"*": {"completes": {"*": "https://download.example/"}}},
                      "platforms": {"Linux_x86_64-gcc3": {"buildID": "1", "locales": {"en-US": {"completes": [{"from": "*"}]}}}}
                    }
                    """;

            assertThatThrownBy(() -> Scenario.offering(release).xml(request()))
                    .isInstanceOf(BadDataException.class)
                    .hasMessage("No 'OS_FTP' in 'platform'");
        }
    }

    private static String single() {
        return """
                "complete": {"from": "*", "filesize": 1, "hashValue": "a"},
                "partial": {"from": "Old", "filesize": 2, "hashValue": "b"}""";
    }

    private static String multiple() {
        return """
                "completes": [{"from": "*", "filesize": 1, "hashValue": "a"}],
                "partials": [{"from": "Old", "filesize": 2, "hashValue": "b"}]""";
    }

    private static List<String> urls(int schemaVersion, String locale, String more, RequestBuilder request) {
        String xml = Scenario.offering(SampleReleases.app(schemaVersion, locale, more))
                .release(SampleReleases.old("1"))
                .xml(request.buildId("1"));
        return URL.matcher(xml).results().map(match -> match.group(1)).toList();
    }
}
