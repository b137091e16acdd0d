// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateLineTest {

    @Nested
    class OfVersion1 {

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', textBlock = """
                1.5.0.12     | version="4.0 final" extensionVersion="4.0"
                2.0          | version="2.0"
                2.0.0.20     | version="2.0.0.20"
                3.0.19       | version="3.0.19"
                3.5b99       | version="3.5b99"
                3.5          | version="4.0 final"
                3.5.19       | version="4.0 final"
                3.6          | version="4.0 final" extensionVersion="3.6"
                3.6.3plugin1 | version="4.0 final" extensionVersion="3.6.3plugin1"
                4.0b12       | version="4.0 final" extensionVersion="4.0b12"
                """)
        void tellsOldClientsTheirOwnVersion(String version, String attributes) {
            assertThat(updateLine(
                            withSpecialCases(true), request().version(version).buildId("1")))
                    .isEqualTo("    <update type=\"minor\" " + attributes
                            + " buildID=\"20110301000000\" detailsURL=\"https://d.example/\">");
        }

        @Test
        void tellsTheTruthOtherwise() {
            assertThat(updateLine(withSpecialCases(false), request().version("3.6")))
                    .contains(" version=\"4.0 final\" extensionVersion=\"4.0\" ");
        }

        private static String withSpecialCases(boolean specialCases) {
            return """
                    {
                      "name": "Four", "schema_version": 1, "appv": "4.0 final", "extv": "4.0",
                      "oldVersionSpecialCases": %b,
                      "detailsUrl": "https://d.example/",
                      "platforms": {
                        "Linux_x86_64-gcc3": {"buildID": "20110301000000", "locales": {"en-US": {}}}
                      }
                    }
                    """.formatted(specialCases);
        }
    }

    @Nested
    class OfVersion9 {

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                {}                                                                | true
                {"channels": ["beta", "release"]}                                 | true
                {"channels": ["rel*"]}                                            | true
                {"channels": ["r*", "beta"]}                                      | false
                {"channels": []}                                                  | false
                {"locales": ["de", "en-US"]}                                      | true
                {"locales": ["de", "en"]}                                         | false
                {"versions": ["<50.0", ">=60.0"]}                                 | true
                {"versions": ["<50.0,60.*"]}                                      | true
                {"versions": ["<60.0"]}                                           | false
                {"buildIDs": ["<2018", ">20180401000000"]}                        | true
                {"buildIDs": ["20180501000001"]}                                  | false
                {"channels": ["release"], "locales": ["en-US"], "versions": ["60.0"], "buildIDs": [">1"]} | true
                {"channels": ["release"], "locales": ["de"]}                      | false
                {"products": ["Firefox"]}                                         | false
                """)
        void addsGroupsOfWhichAllConditionsHold(String conditions, boolean applies) {
            String group = "{\"for\": %s, \"fields\": {\"actions\": \"silent\"}}".formatted(conditions);

            assertThat(updateLine(withGroups(group), request()).contains(" actions=\"silent\" "))
                    .isEqualTo(applies);
        }

        @Test
        void looksAtTheChannelWithoutThePartner() {
            String group = """
                    {"for": {"channels": ["release"]}, "fields": {"actions": "silent"}}""";

            assertThat(updateLine(withGroups(group), request().channel("release-cck-acme")))
                    .contains(" actions=\"silent\" ");
        }

        @Test
        void sortsAttributesAndLetsLaterGroupsWin() {
            String groups = """
                    {"for": {}, "fields": {"showPrompt": true, "promptWaitTime": 3600, "actions": "showURL", "type": "major"}},
                    {"for": {"locales": ["de"]}, "fields": {"actions": "never seen"}},
                    {"for": {}, "fields": {"actions": "silent", "disableBITS": true, "appVersion": "99.0"}}""";

            assertThat(updateLine(withGroups(groups), request()))
                    .isEqualTo("    <update actions=\"silent\" appVersion=\"99.0\" buildID=\"20180601000000\""
                            + " disableBITS=\"true\" displayVersion=\"61 final\" promptWaitTime=\"3600\""
                            + " showPrompt=\"true\" type=\"major\">");
        }

        @Test
        void fillsTheLocaleInToUrlsOnly() {
            String group = """
                    {"for": {}, "fields": {
                      "alertURL": "a/%LOCALE%", "detailsURL": "d/%locale%", "notificationURL": "n/%LOCALE%",
                      "openURL": "o/%LOCALE%/%locale%", "actions": "%LOCALE%"
                    }}""";

            assertThat(updateLine(withGroups(group), request()))
                    .contains("alertURL=\"a/en-US\"", "detailsURL=\"d/en-US\"", "notificationURL=\"n/en-US\"")
                    .contains("openURL=\"o/en-US/en-US\"", "actions=\"%LOCALE%\"");
        }

        @Test
        void failsOnWrongVersionsEvenWhereAnotherConditionDoesNotHold() {
            String group = """
                    {"for": {"channels": ["beta"], "versions": ["<abc"]}, "fields": {"actions": "silent"}}""";

            assertThatThrownBy(() -> updateLine(withGroups(group), request()))
                    .isInstanceOf(BadDataException.class)
                    .hasMessage("Version number abc is invalid.");
        }

        private static String withGroups(String groups) {
            return SampleReleases.app(9, "", "\"updateLine\": [" + groups + "]");
        }
    }

    private static String updateLine(String release, RequestBuilder request) {
        return Scenario.offering(release).xml(request).split("\n", -1)[2];
    }
}
