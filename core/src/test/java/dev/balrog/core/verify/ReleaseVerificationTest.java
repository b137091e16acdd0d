// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.verify.Finding.Kind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ReleaseVerificationTest {
    private static final String HASH = "0123456789abcdef".repeat(8);
    private static final String LOCALE = "/platforms/Linux_x86_64-gcc3/locales/en-US";

    private static VerificationReport verify(String product, JsonNode json) {
        return new ReleaseVerification(Scenario.POLICY)
                .verify(new StoredRelease("Sample", product, Scenario.read(json)));
    }

    private static ObjectNode app() {
        return (ObjectNode) Scenario.json(SampleReleases.app(9)
                .replace("\"e6\"", "\"" + HASH + "\"")
                .replace("\"Darwin\": {\"alias\": \"Darwin_x86\"}", "\"Darwin\": {\"alias\": \"Linux_x86_64-gcc3\"}"));
    }

    private static ObjectNode patch(ObjectNode app) {
        return (ObjectNode) app.at(LOCALE + "/completes/0");
    }

    @Test
    void findsNothingWrongWithAReleaseThatClientsTake() {
        VerificationReport report = verify("Firefox", app());
        assertThat(report.findings()).isEmpty();
        assertThat(report.responses()).isEqualTo(1);
        assertThat(report.isComplete()).isTrue();
        assertThat(report.withholding(ContentChecks.STRICT)).isEmpty();
    }

    /** Finding 1: what the renderer does not escape, or should not send at all, is found in the response. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\uFFFE", "\uD800", "\u0000"})
    void withholdsWhatXmlCannotCarry(String text) {
        ObjectNode app = app();
        app.put("displayVersion", "61" + text);
        VerificationReport report = verify("Firefox", app);
        assertThat(report.withholding(ContentChecks.COMPATIBLE)).get().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(finding.pointer()).isEqualTo(LOCALE);
        });
    }

    @Test
    void markupInAReleaseStaysText() {
        ObjectNode app = app();
        app.put("displayVersion", "61\"></update><update type=\"minor\" appVersion=\"99\">");
        assertThat(verify("Firefox", app).findings()).isEmpty();
        patch(app).put("hashValue", "00\" size=\"1\"/><patch type=\"complete\" URL=\"https://evil.example/");
        assertThat(verify("Firefox", app).counts()).containsOnlyKeys(Kind.UNUSABLE);
    }

    @Test
    void findsDotSegmentsThatLeaveAnAllowedPath() {
        UrlPolicy paths = new UrlPolicy(DomainAllowlist.of(Scenario.json("""
                        {"download.example": {"/ok/.*": ["Firefox"]}}
                        """)), List.of());
        ObjectNode app = app();
        patch(app).put("fileUrl", "https://download.example/ok/x/..%2f..%2fevil.mar");
        VerificationReport report =
                new ReleaseVerification(paths).verify(new StoredRelease("Sample", "Firefox", Scenario.read(app)));
        // Either the renderer leaves the URL out, or the verification finds it.
        assertThat(report.findings()).singleElement().extracting(Finding::kind).isIn(Kind.FORBIDDEN_URL, Kind.UNUSABLE);
    }

    @Test
    void rendersEachPartialUpdateAndEachChannel() {
        ObjectNode app = app();
        app.set("fileUrls", Scenario.json("""
                {
                  "beta": {"completes": {"*": "https://download.example/beta.mar"}},
                  "*": {"completes": {"*": "https://download.example/any.mar"},
                        "partials": {"Old": "https://download.example/old.mar", "Older": "https://download.example/\\u0001"}}
                }
                """));
        patch(app).remove("fileUrl");
        ((ObjectNode) app.at(LOCALE)).set("partials", Scenario.json("""
                [{"from": "Old", "filesize": 1, "hashValue": "%s"}, {"from": "Older", "filesize": 0, "hashValue": "%s"}]
                """.formatted(HASH, HASH)));
        VerificationReport report = verify("Firefox", app);
        // beta: complete; any other: complete alone and with the partial from Old. That from Older is not sent at all.
        assertThat(report.responses()).isEqualTo(3);
        assertThat(report.counts()).isEmpty();
    }

    @Test
    void rendersConditionalAttributes() {
        ObjectNode app = app();
        app.set("updateLine", Scenario.json("""
                [{"for": {"versions": ["<50.0"], "channels": ["beta*"], "locales": ["en-US"], "buildIDs": [">2017"]},
                  "fields": {"openURL": "javascript:alert(1)"}}]
                """));
        assertThat(verify("Firefox", app).counts()).doesNotContainKey(Kind.FORBIDDEN_URL);
        app.set("updateLine", Scenario.json("""
                [{"for": {"versions": ["<50.0"], "channels": ["beta*"], "locales": ["en-US"], "buildIDs": [">=2017"]},
                  "fields": {"openURL": "javascript:alert(1)"}}]
                """));
        assertThat(verify("Firefox", app).counts()).containsKey(Kind.FORBIDDEN_URL);
    }

    @Test
    void tellsWhatHasNoResponse() {
        ObjectNode app = app();
        patch(app).remove("fileUrl");
        assertThat(verify("Firefox", app).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.UNANSWERABLE);
            assertThat(finding.message()).isEqualTo("Couldn't find fileUrl");
        });
        ObjectNode wrongVersion = app();
        wrongVersion.put("appVersion", "1.21.15b");
        assertThat(verify("Firefox", wrongVersion).counts()).containsOnlyKeys(Kind.UNANSWERABLE);
        ObjectNode aliasToNothing = app();
        ((ObjectNode) aliasToNothing.path("platforms")).putObject("Darwin").put("alias", "gone");
        assertThat(verify("Firefox", aliasToNothing).findings())
                .singleElement()
                .extracting(Finding::pointer)
                .isEqualTo("/platforms/Darwin/alias");
    }

    @Test
    void withholdsUnderStrictChecksOnlyWhatNobodyTakes() {
        ObjectNode app = app();
        patch(app).put("filesize", 0);
        VerificationReport useless = verify("Firefox", app);
        assertThat(useless.withholding(ContentChecks.STRICT)).isPresent();
        assertThat(useless.withholding(ContentChecks.COMPATIBLE)).isEmpty();
        ((ObjectNode) app.at("/platforms/Linux_x86_64-gcc3/locales")).set("de", app().at(LOCALE));
        VerificationReport partly = verify("Firefox", app);
        assertThat(partly.counts()).containsEntry(Kind.UNUSABLE, 1);
        assertThat(partly.withholding(ContentChecks.STRICT)).isEmpty();
    }

    @Test
    void verifiesTheOtherFormats() {
        assertThat(verify("SystemAddons", Scenario.json(SampleReleases.SYSTEM_ADDONS))
                        .counts())
                .containsOnlyKeys(Kind.UNUSABLE);
        assertThat(verify(
                                "SystemAddons",
                                Scenario.json(SampleReleases.SYSTEM_ADDONS
                                        .replace("\"a2\"", "\"" + HASH + "\"")
                                        .replace("\"b2\"", "\"" + HASH + "\"")))
                        .findings())
                .isEmpty();
        assertThat(verify("Firefox", Scenario.json(SampleReleases.DESUPPORT)).findings())
                .isEmpty();
        VerificationReport vpn = verify(
                "FirefoxVPN",
                Scenario.json(
                        SampleReleases.GUARDIAN.replace("sha256", "sha512").replace("\"c3\"", "\"" + HASH + "\"")));
        assertThat(vpn.responses()).isEqualTo(2);
        assertThat(vpn.findings())
                .allSatisfy(finding -> assertThat(finding.pointer()).isEqualTo("/platforms/windows"));
        assertThat(verify("GMP", Scenario.json("{\"name\": \"S\", \"schema_version\": 4000, \"blobs\": [\"a\"]}"))
                        .responses())
                .isZero();
    }

    @Test
    void saysWhenThereAreTooManyResponses() {
        VerificationReport report = new ReleaseVerification(Scenario.POLICY, 10)
                .verify(new StoredRelease("Sample", "Firefox", Scenario.read(large(2, 10, 2))));
        assertThat(report.responses()).isEqualTo(10);
        assertThat(report.isComplete()).isFalse();
    }

    /** As large as releases become: 800 builds, five groups of channels, four partial updates. */
    @Test
    void isFastEnoughForAnyRelease() {
        StoredRelease release = new StoredRelease("Sample", "Firefox", Scenario.read(large(8, 100, 4)));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        VerificationReport report = new ReleaseVerification(Scenario.POLICY).verify(release);
        Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
        assertThat(report.findings()).isEmpty();
        assertThat(report.responses()).isEqualTo(8 * 100 * (5 + 5 * 4));
        // Of the processor, and without warm-up; a quarter of a second once the code is compiled.
        assertThat(took).isLessThan(Duration.ofSeconds(6));
    }

    private static JsonNode large(int platforms, int locales, int partials) {
        String channels = IntStream.range(0, 5)
                .mapToObj(channel ->
                        "\"%s\": {\"completes\": {\"*\": \"https://download.example/%d/%%LOCALE%%.mar\"}, \"partials\": {%s}}"
                                .formatted(
                                        channel == 0 ? "*" : "c" + channel,
                                        channel,
                                        IntStream.range(0, partials)
                                                .mapToObj(source ->
                                                        "\"Old%d\": \"https://download.example/%d/%%OS_FTP%%/%%LOCALE%%-%d.mar\""
                                                                .formatted(source, channel, source))
                                                .collect(Collectors.joining(","))))
                .collect(Collectors.joining(","));
        String build =
                "{\"buildID\": \"20240101000000\", \"completes\": [{\"from\": \"*\", \"filesize\": 5, \"hashValue\": \"%s\"}], \"partials\": [%s]}"
                        .formatted(
                                HASH,
                                IntStream.range(0, partials)
                                        .mapToObj(source ->
                                                "{\"from\": \"Old%d\", \"filesize\": 5, \"hashValue\": \"%s\"}"
                                                        .formatted(source, HASH))
                                        .collect(Collectors.joining(",")));
        String allLocales = IntStream.range(0, locales)
                .mapToObj(locale -> "\"l%d\": %s".formatted(locale, build))
                .collect(Collectors.joining(","));
        String allPlatforms = IntStream.range(0, platforms)
                .mapToObj(platform -> "\"p%d\": {\"OS_FTP\": \"f\", \"OS_BOUNCER\": \"b\", \"locales\": {%s}}"
                        .formatted(platform, allLocales))
                .collect(Collectors.joining(","));
        return Scenario.json("""
                {"name": "Sample", "schema_version": 9, "hashFunction": "sha512", "appVersion": "61.0",
                 "displayVersion": "61", "fileUrls": {%s}, "platforms": {%s}}
                """.formatted(channels, allPlatforms));
    }
}
