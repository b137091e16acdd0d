// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.verify.Finding.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseVerifierTest {
    private static final String SHA256 = "0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD";
    private static final String PATCH =
            "<patch type=\"complete\" URL=\"https://cdn.example/a.mar\" hashFunction=\"sha256\" hashValue=\"" + SHA256
                    + "\" size=\"7\"/>";
    private static final String UPDATE =
            "<update type=\"minor\" appVersion=\"2.0\" buildID=\"20240101000000\">" + PATCH + "</update>";
    private static final String ADDON = "<addon id=\"a\" URL=\"https://cdn.example/a.zip\" hashFunction=\"sha256\""
            + " hashValue=\"" + SHA256 + "\" size=\"7\" version=\"1\"/>";
    private static final String JSON =
            "{\"version\": \"2.0\", \"url\": \"https://cdn.example/vpn\", \"required\": true,"
                    + " \"hashFunction\": \"sha256\", \"hashValue\": \"" + SHA256 + "\"}";

    private final ResponseVerifier verifier = new ResponseVerifier(Scenario.POLICY.allowlist());

    private List<Kind> kinds(String content) {
        return verifier.verifyXml("<?xml version=\"1.0\"?>\n<updates>" + content + "</updates>", "Firefox").stream()
                .map(Finding::kind)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                UPDATE,
                "<addons></addons>",
                "<addons>" + ADDON + "</addons>",
                "<update type=\"minor\" unsupported=\"true\" detailsURL=\"https://any.example/\"></update>"
            })
    void findsNothingWrongWithWhatClientsTake(String content) {
        assertThat(kinds(content)).isEmpty();
        assertThat(kinds(content.replace("sha256", "SHA256"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<update a=\"<\"/>",
                "<update a=\"1\" a=\"2\"/>",
                "&undefined;",
                "text",
                "<script/>",
                "<!-- -->",
                "<?x y?>",
                "<patch/>",
                "<update type=\"minor\" appVersion=\"2.0\" buildID=\"1\"><update/></update>",
                UPDATE + UPDATE,
                "<update type=\"minor\" appVersion=\"2.0\" buildID=\"1\">" + PATCH + PATCH + "</update>",
                "\u0001",
                "<update\u0001></update>",
                "<update></update\u0001>",
                "<update a=\"\u0001\"/>",
                "<update a=\"\ufffe\"/>",
                "<update a=\"\ud800\"/>",
                "<update a=\"&#1;\"/>",
                "<update a=\"&#xd800;\"/>",
                "<update a=\"&undefined;\"/>",
                "<update a=\"&\"/>",
                "<update a=1/>",
                "<update a/>",
                "<update a=\"1\"b=\"2\"/>",
                "<update a=\"1\"/></update>",
                "<update></updates>",
                "<x:update/>"
            })
    void findsDocumentsThatClientsReadOtherwiseOrNotAtAll(String content) {
        assertThat(kinds(content)).contains(Kind.MALFORMED);
    }

    @Test
    void loadsAndExpandsNothing() {
        for (String document : List.of(
                "<!DOCTYPE updates [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><updates>&x;</updates>",
                "<!DOCTYPE updates><updates></updates>",
                "<other/>",
                "",
                "<updates></updates><updates/>")) {
            assertThat(verifier.verifyXml(document, "Firefox")).anyMatch(finding -> finding.kind() == Kind.MALFORMED);
        }
    }

    @Test
    void findsUrlsThatAreNotAllowed() {
        assertThat(kinds(UPDATE.replace("cdn.example", "evil.example"))).containsExactly(Kind.FORBIDDEN_URL);
        assertThat(kinds("<addons>" + ADDON.replace("cdn.example", "evil.example") + "</addons>"))
                .containsExactly(Kind.FORBIDDEN_URL);
        String mirror = ADDON.replace("/>", "><mirror URL=\"https://evil.example/\"/></addon>");
        assertThat(kinds("<addons>" + mirror + "</addons>")).containsExactly(Kind.FORBIDDEN_URL);
        assertThat(kinds(UPDATE.replace("type=\"minor\"", "type=\"minor\" openURL=\"javascript:alert(1)\"")))
                .containsExactly(Kind.FORBIDDEN_URL);
        assertThat(kinds(UPDATE.replace("https://cdn", "ftp://cdn"))).containsExactly(Kind.FORBIDDEN_URL);
        assertThat(verifier.verifyXml("<updates>" + UPDATE + "</updates>", "Other"))
                .extracting(Finding::kind)
                .containsExactly(Kind.FORBIDDEN_URL);
    }

    @Test
    void findsWhatClientsDiscard() {
        for (String[] change : List.of(
                new String[] {PATCH, ""},
                new String[] {"size=\"7\"", "size=\"0\""},
                new String[] {"size=\"7\"", "size=\"-1\""},
                new String[] {"size=\"7\"", "size=\"1000.0\""},
                new String[] {"size=\"7\"", "size=\"Infinity\""},
                new String[] {"size=\"7\"", ""},
                new String[] {"sha256", "sha512"},
                new String[] {"sha256", "crc32"},
                new String[] {"hashFunction=\"sha256\"", ""},
                new String[] {SHA256, SHA256.substring(1)},
                new String[] {SHA256, "g" + SHA256.substring(1)},
                new String[] {"\"complete\"", "\"whole\""},
                new String[] {"URL=\"https://cdn.example/a.mar\"", ""},
                new String[] {"appVersion=\"2.0\"", ""},
                new String[] {"appVersion=\"2.0\"", "appVersion=\"None\""},
                new String[] {"buildID=\"20240101000000\"", ""},
                new String[] {"type=\"minor\"", ""})) {
            String changed = UPDATE.replace(change[0], change[1]);
            assertThat(changed).isNotEqualTo(UPDATE);
            assertThat(kinds(changed))
                    .as("%s for %s", change[1], change[0])
                    .containsOnly(Kind.UNUSABLE)
                    .isNotEmpty();
        }
        for (String attribute : List.of("id=\"a\"", "version=\"1\"", "size=\"7\"", "hashFunction=\"sha256\"")) {
            assertThat(kinds("<addons>" + ADDON.replace(attribute, "") + "</addons>"))
                    .as(attribute)
                    .containsExactly(Kind.UNUSABLE);
        }
    }

    @Test
    void verifiesJson() {
        assertThat(verifier.verifyJson(JSON, "FirefoxVPN")).isEmpty();
        for (String document : List.of("", "[]", "null", "{", JSON + "x", JSON.replace("{", "{\"url\": \"x\", "))) {
            assertThat(verifier.verifyJson(document, "FirefoxVPN"))
                    .as(document)
                    .extracting(Finding::kind)
                    .containsExactly(Kind.MALFORMED);
        }
        assertThat(verifier.verifyJson(JSON.replace("cdn", "evil"), "FirefoxVPN"))
                .extracting(Finding::kind)
                .containsExactly(Kind.FORBIDDEN_URL);
        for (String document :
                List.of("{}", JSON.replace("true", "1"), JSON.replace("sha256", "sha512"), JSON.replace("2.0", ""))) {
            assertThat(verifier.verifyJson(document, "FirefoxVPN"))
                    .as(document)
                    .extracting(Finding::kind)
                    .containsOnly(Kind.UNUSABLE)
                    .isNotEmpty();
        }
    }
}
