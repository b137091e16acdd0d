// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole answer in each of the formats of app releases. */
class AppReleaseFormatTest {
    /** Everything that a release of any format can say of the update as a whole. */
    private static final String ALL_ATTRIBUTES = """
            "detailsUrl": "https://d.example/%LOCALE%/%locale%",
            "licenseUrl": "https://l.example/%locale%",
            "billboardURL": "https://b.example/%LOCALE%",
            "showPrompt": false,
            "showNeverForVersion": true,
            "actions": "showURL silent",
            "openURL": "https://o.example/%LOCALE%",
            "notificationURL": "https://n.example/%LOCALE%",
            "alertURL": "https://a.example/%LOCALE%",
            "promptWaitTime": 86400,
            "binTransMerkleRoot": "root",
            "binTransCertificate": "certificate",
            "binTransSCTList": "list"
            """;

    @Test
    void version1() {
        String release = SampleReleases.app(1, """
                "complete": {"from": "*", "filesize": 61000, "hashValue": "e6", "fileUrl": "https://download.example/c.mar"},
                "partial": {"from": "Old", "filesize": 610, "hashValue": "e7", "fileUrl": "https://download.example/p.mar"}
                """, ALL_ATTRIBUTES);

        assertThat(Scenario.offering(release)
                        .release(SampleReleases.old("1"))
                        .xml(request().buildId("1")))
                .isEqualTo("""
                        <?xml version="1.0"?>
                        <updates>
                            <update type="minor" version="61" extensionVersion="61.0" buildID="20180601000000" detailsURL="https://d.example/en-US/en-US" licenseURL="https://l.example/en-US">
                                <patch type="complete" URL="https://download.example/c.mar" hashFunction="sha512" hashValue="e6" size="61000"/>
                                <patch type="partial" URL="https://download.example/p.mar" hashFunction="sha512" hashValue="e7" size="610"/>
                            </update>
                        </updates>""");
    }

    @Test
    void version2() {
        String release = SampleReleases.app(2, """
                "isOSUpdate": true,
                "complete": {"from": "*", "filesize": 61000, "hashValue": "e6", "fileUrl": "https://download.example/c.mar"},
                "partial": {"from": "Old", "filesize": 610, "hashValue": "e7", "fileUrl": "https://download.example/p.mar"}
                """, ALL_ATTRIBUTES);

        assertThat(Scenario.offering(release)
                        .release(SampleReleases.old("1"))
                        .xml(request().buildId("1")))
                .isEqualTo("""
                        <?xml version="1.0"?>
                        <updates>
                            <update type="minor" displayVersion="61 final" appVersion="61.0" platformVersion="61.0.0" buildID="20180601000000" detailsURL="https://d.example/en-US/en-US" licenseURL="https://l.example/en-US" isOSUpdate="true" billboardURL="https://b.example/en-US" showPrompt="false" showNeverForVersion="true" actions="showURL silent" openURL="https://o.example/en-US" notificationURL="https://n.example/en-US" alertURL="https://a.example/en-US">
                                <patch type="complete" URL="https://download.example/c.mar" hashFunction="sha512" hashValue="e6" size="61000"/>
                                <patch type="partial" URL="https://download.example/p.mar" hashFunction="sha512" hashValue="e7" size="610"/>
                            </update>
                        </updates>""");
    }

    @Test
    void version3HasListsOfPatches() {
        String release = SampleReleases.app(3, """
                "complete": {"from": "*", "filesize": 1, "hashValue": "no", "fileUrl": "https://download.example/no.mar"},
                "completes": [
                  {"from": "*", "filesize": 61000, "hashValue": "e6", "fileUrl": "https://download.example/c.mar"},
                  {"from": "*", "filesize": 2, "hashValue": "no", "fileUrl": "https://download.example/second.mar"}
                ],
                "partials": [
                  {"from": "Older", "filesize": 3, "hashValue": "no", "fileUrl": "https://download.example/no.mar"},
                  {"from": "Old", "filesize": 610, "hashValue": "e7", "fileUrl": "https://download.example/p.mar"}
                ]""", "");

        assertThat(Scenario.offering(release)
                        .release(SampleReleases.old("1"))
                        .xml(request().buildId("1")))
                .isEqualTo("""
                        <?xml version="1.0"?>
                        <updates>
                            <update type="minor" displayVersion="61 final" appVersion="61.0" platformVersion="61.0.0" buildID="20180601000000">
                                <patch type="complete" URL="https://download.example/c.mar" hashFunction="sha512" hashValue="e6" size="61000"/>
                                <patch type="partial" URL="https://download.example/p.mar" hashFunction="sha512" hashValue="e7" size="610"/>
                            </update>
                        </updates>""");
    }

    @ParameterizedTest(name = "version {0}")
    @CsvSource(delimiter = '|', textBlock = """
            3 | billboardURL="https://b.example/en-US" showPrompt="false" showNeverForVersion="true" actions="showURL silent" openURL="https://o.example/en-US" notificationURL="https://n.example/en-US" alertURL="https://a.example/en-US"
            4 | billboardURL="https://b.example/en-US" showPrompt="false" showNeverForVersion="true" actions="showURL silent" openURL="https://o.example/en-US" notificationURL="https://n.example/en-US" alertURL="https://a.example/en-US"
            5 | billboardURL="https://b.example/en-US" showPrompt="false" showNeverForVersion="true" actions="showURL silent" openURL="https://o.example/en-US" notificationURL="https://n.example/en-US" alertURL="https://a.example/en-US" promptWaitTime="86400"
            6 | showPrompt="false" showNeverForVersion="true" actions="showURL silent" openURL="https://o.example/en-US" notificationURL="https://n.example/en-US" alertURL="https://a.example/en-US" promptWaitTime="86400"
            8 | showPrompt="false" showNeverForVersion="true" actions="showURL silent" openURL="https://o.example/en-US" notificationURL="https://n.example/en-US" alertURL="https://a.example/en-US" promptWaitTime="86400" binTransMerkleRoot="root" binTransCertificate="certificate" binTransSCTList="list"
            """)
    void versions3To8DifferInTheirAttributes(int schemaVersion, String attributes) {
        String release = SampleReleases.app(
                schemaVersion,
                SampleReleases.complete(schemaVersion, "https://download.example/c.mar"),
                ALL_ATTRIBUTES);

        assertThat(Scenario.offering(release).xml(request())).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <update type="minor" displayVersion="61 final" appVersion="61.0" platformVersion="61.0.0" buildID="20180601000000" detailsURL="https://d.example/en-US/en-US" licenseURL="https://l.example/en-US" %s>
                        <patch type="complete" URL="https://download.example/c.mar" hashFunction="sha512" hashValue="e6" size="61000"/>
                    </update>
                </updates>""".formatted(attributes));
    }

    @Test
    void version9HasNoAttributesOfTheReleaseItself() {
        String release =
                SampleReleases.app(9, SampleReleases.complete(9, "https://download.example/c.mar"), ALL_ATTRIBUTES);

        assertThat(Scenario.offering(release).xml(request())).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <update appVersion="61.0" buildID="20180601000000" displayVersion="61 final" type="minor">
                        <patch type="complete" URL="https://download.example/c.mar" hashFunction="sha512" hashValue="e6" size="61000"/>
                    </update>
                </updates>""");
    }

    @ParameterizedTest(name = "version {0}")
    @ValueSource(ints = {8, 9})
    void versions8And9HaveProofs(int schemaVersion) {
        assertThat(Scenario.offering(withProof(schemaVersion)).xml(request()))
                .contains(" size=\"1\" binTransInclusionProof=\"proof\"/>\n");
    }

    @ParameterizedTest(name = "version {0}")
    @ValueSource(ints = {3, 4, 5, 6})
    void versionsBefore8HaveNone(int schemaVersion) {
        assertThat(Scenario.offering(withProof(schemaVersion)).xml(request())).contains(" size=\"1\"/>\n");
    }

    @ParameterizedTest(name = "version {0}")
    @CsvSource({
        "1, 'version=\"None\" extensionVersion=\"3.6\" buildID'",
        "2, 'displayVersion=\"None\" appVersion=\"3.6\" platformVersion=\"None\" buildID'",
        "9, 'appVersion=\"3.6\" buildID=\"5\" displayVersion=\"None\" type'",
    })
    void showsMissingVersionsTheWayItHasAlwaysBeen(int schemaVersion, String attributes) {
        String release = """
                {
                  "name": "Sparse", "schema_version": %d, "extv": "3.6", "appVersion": "3.6",
                  "platforms": {"Linux_x86_64-gcc3": {"buildID": 5, "locales": {"en-US": {}}}}
                }
                """.formatted(schemaVersion);

        assertThat(Scenario.offering(release).xml(request().version("3.5"))).contains(attributes);
    }

    private static String withProof(int schemaVersion) {
        return SampleReleases.app(schemaVersion, """
                "completes": [{
                  "from": "*", "filesize": 1, "hashValue": "e6", "fileUrl": "https://download.example/c.mar",
                  "binTransInclusionProof": "proof"
                }]""", "");
    }
}
