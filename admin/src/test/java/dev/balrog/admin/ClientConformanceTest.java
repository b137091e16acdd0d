// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Suite {@code client-conformance}: the calls of clients that nobody here wrote, in their order, with the outcomes that
 * they depend on. Mozilla's Python client (balrogclient 2.0), its release automation (balrogscript) on both versions of
 * the API, its agent, and Ghostery's submitter. Written from recorded requests, not from their code.
 */
@Tag("slow")
@Timeout(300)
class ClientConformanceTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long WHEN = NOW.plusSeconds(300).toEpochMilli();
    private static final Instant DUE = NOW.plusSeconds(301);
    private static final List<String> PLATFORMS = List.of("Linux_x86_64-gcc3", "WINNT_x86_64-msvc");
    private static final List<String> LOCALES = List.of("de", "en-US");

    @TempDir
    private Path directory;

    private static JsonNode state() {
        return JSON.readTree("""
                {"permissions": [
                   {"permission": "admin", "username": "ada", "data_version": 1},
                   {"permission": "admin", "username": "bob", "data_version": 1},
                   {"permission": "rule", "username": "bot", "data_version": 1},
                   {"permission": "release", "username": "bot", "data_version": 1},
                   {"permission": "release_locale", "username": "bot", "data_version": 1},
                   {"permission": "release_read_only", "username": "bot", "data_version": 1},
                   {"permission": "pinnable_release", "username": "bot", "data_version": 1},
                   {"permission": "scheduled_change", "username": "agent", "data_version": 1}],
                 "user_roles": [
                   {"username": "ada", "role": "releng", "data_version": 1},
                   {"username": "bob", "role": "relman", "data_version": 1}],
                 "product_req_signoffs": [
                   {"product": "Firefox", "channel": "beta", "role": "releng", "signoffs_required": 1, "data_version": 1},
                   {"product": "Firefox", "channel": "beta", "role": "relman", "signoffs_required": 1, "data_version": 1}],
                 "rules": [
                   {"rule_id": 1, "product": "Firefox", "channel": "beta", "mapping": "Old", "alias": "firefox-beta",
                    "priority": 90, "backgroundRate": 100, "update_type": "minor", "data_version": 1},
                   {"rule_id": 2, "product": "Firefox", "channel": "beta-localtest", "mapping": "Old", "priority": 90,
                    "backgroundRate": 100, "update_type": "minor", "data_version": 1}],
                 "releases": [
                   {"name": "Old", "product": "Firefox", "read_only": false, "data_version": 1, "data":
                     {"name": "Old", "schema_version": 9, "hashFunction": "sha512", "appVersion": "139.0",
                      "displayVersion": "139.0", "platforms": {}, "updateLine": []}}]}""");
    }

    private AdminOnDatabase start(Kind kind) throws IOException {
        AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, state(), """
                {"archive.mozilla.org": ["Firefox"], "download.mozilla.org": ["Firefox"], "github.com": ["Ghostery"]}""");
        admin.at(NOW);
        return admin;
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text);
    }

    private static ObjectNode topLevel() {
        return json("""
                {"schema_version": 9, "platforms":
                   {"Linux_x86_64-gcc3": {"OS_BOUNCER": "linux64", "OS_FTP": "linux-x86_64"},
                    "WINNT_x86_64-msvc": {"OS_BOUNCER": "win64", "OS_FTP": "win64"},
                    "WINNT_x86_64-msvc-x64": {"alias": "WINNT_x86_64-msvc"}},
                 "fileUrls": {"*": {"completes":
                   {"*": "https://download.mozilla.org/?product=firefox-140.0b1-complete&os=%OS_BOUNCER%&lang=%LOCALE%"}}},
                 "appVersion": "140.0", "displayVersion": "140.0 Beta 1", "updateLine":
                   [{"for": {}, "fields": {"detailsURL": "https://www.mozilla.org/%LOCALE%/firefox/140.0/releasenotes/",
                     "type": "minor"}}]}""");
    }

    private static ObjectNode build(String id) {
        return json("""
                {"buildID": "%s", "appVersion": "140.0", "displayVersion": "140.0 Beta 1",
                 "completes": [{"from": "*", "filesize": 70000000, "hashValue": "%s"}]}""".formatted(id, "ab".repeat(64)));
    }

    /** As the automation does: sets members, and leaves others alone. */
    private static ObjectNode merged(JsonNode present, ObjectNode values) {
        ObjectNode merged = present instanceof ObjectNode object ? object.deepCopy() : JSON.createObjectNode();
        merged.setAll(values);
        return merged;
    }

    @ParameterizedTest
    @EnumSource
    void balrogclient(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            PythonClient client = new PythonClient(admin, "bot");
            assertThat(client.get("/releases/R").version()).isNull();
            client.updateRelease(201, "R", "Firefox", topLevel(), null);
            PythonClient.Stored stored = client.get("/releases/R");
            assertThat(stored.version()).isPositive();
            assertThat(stored.data().path("name").asString()).isEqualTo("R");

            // The version is asked for where none is given, and a stale one with a conflict is 400.
            client.updateRelease(200, "R", "Firefox", merged(stored.data(), json("{\"displayVersion\": \"b\"}")), null);
            client.updateRelease(
                    400, "R", "Firefox", merged(stored.data(), json("{\"displayVersion\": \"c\"}")), stored.version());
            client.updateRelease(400, "R", "Firefox", json("{\"schema_version\": 9, \"unknown\": 1}"), null);

            // The string null stands for no alias.
            client.updateLocale(201, "R", "Firefox", "Linux_x86_64-gcc3", "de", build("1"), "null", 9, null);
            client.updateLocale(200, "R", "Firefox", "Linux_x86_64-gcc3", "de", build("2"), "[\"Other\"]", 9, null);
            PythonClient.Stored locale = client.locale("R", "Linux_x86_64-gcc3", "de");
            assertThat(locale.data()).isEqualTo(build("2"));
            assertThat(locale.version()).isEqualTo(client.get("/releases/R").version());
            assertThat(client.get("/releases/R")
                            .data()
                            .at("/platforms/Other/alias")
                            .asString())
                    .isEqualTo("Linux_x86_64-gcc3");
            assertThat(client.locale("R", "Linux_x86_64-gcc3", "fr").data()).isEmpty();

            ObjectNode readOnly = JSON.createObjectNode().put("read_only", true);
            client.change(201, "PUT", "/releases/R", "/releases/R/read_only", readOnly.deepCopy());
            client.change(201, "PUT", "/releases/R", "/releases/R/read_only", readOnly.deepCopy());
            client.updateLocale(403, "R", "Firefox", "Linux_x86_64-gcc3", "de", build("3"), "null", 9, null);
            client.updateRelease(403, "R", "Firefox", topLevel(), null);

            client.change(200, "POST", "/rules/2", "/rules/2", json("{\"mapping\": \"R\", \"backgroundRate\": 25}"));
            assertThat(client.get("/rules/2").data().path("mapping").asString()).isEqualTo("R");
            assertThat(client.get("/rules/firefox-beta").version()).isEqualTo(1);
            client.change(400, "POST", "/rules/1", "/rules/1", json("{\"mapping\": \"R\"}"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void balrogscriptShipsAReleaseThatIsStoredWhole(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            PythonClient client = new PythonClient(admin, "bot");
            String name = "Firefox-140.0b1-build1";
            // Tasks are repeated when their results get lost.
            for (int attempt = 0; attempt < 2; attempt++) {
                PythonClient.Stored present = client.get("/releases/" + name);
                client.updateRelease(
                        attempt == 0 ? 201 : 200,
                        name,
                        "Firefox",
                        merged(present.data(), topLevel()),
                        present.version());
            }
            for (int attempt = 0; attempt < 2; attempt++) {
                for (String platform : PLATFORMS) {
                    for (String locale : LOCALES) {
                        client.updateLocale(
                                attempt == 0 ? 201 : 200,
                                name,
                                "Firefox",
                                platform,
                                locale,
                                build("20260301"),
                                "null",
                                9,
                                client.locale(name, platform, locale).version());
                    }
                }
            }
            ship(client, name);
            enact(admin, List.of("/scheduled_changes/rules/1/enact", "/scheduled_changes/rules/2/enact"));
            JsonNode beta = client.get("/rules/1").data();
            assertThat(beta.path("mapping").asString()).isEqualTo(name);
            assertThat(beta.path("fallbackMapping").asString()).isEqualTo("Old");
            assertThat(beta.path("backgroundRate").asInt()).isEqualTo(25);

            client.change(
                    201,
                    "PUT",
                    "/releases/" + name,
                    "/releases/" + name + "/read_only",
                    JSON.createObjectNode().put("read_only", true));
            client.updateLocale(403, name, "Firefox", "Linux_x86_64-gcc3", "de", build("9"), "null", 9, null);
        }
    }

    /** Schedules what the rules shall map to, with the whole rule as it was read, and has two people sign it off. */
    private static void ship(PythonClient client, String name) throws IOException, InterruptedException {
        for (String rule : List.of("1", "2")) {
            PythonClient.Stored present = client.get("/rules/" + rule);
            ObjectNode data = (ObjectNode) present.data();
            if (data.path("backgroundRate").asInt() == 100) {
                data.set("fallbackMapping", data.get("mapping"));
            }
            data.put("mapping", name)
                    // The automation misspells it, so that the real one is that of the rule as it was read.
                    .put("data_verison", present.version())
                    .put("rule_id", rule)
                    .put("change_type", "update")
                    .put("when", WHEN)
                    .put("backgroundRate", 25);
            client.change(200, "POST", "/rules/" + rule, "/scheduled_changes/rules", data);
        }
    }

    /** Has people sign off what is scheduled for the beta channel, and runs a round of Mozilla's agent before and after. */
    private static void enact(AdminOnDatabase admin, List<String> enacted) throws IOException, InterruptedException {
        MozillaAgent agent = new MozillaAgent(admin, "agent");
        admin.at(DUE);
        MozillaAgent.RoundOutcome unsigned = agent.round(DUE.toEpochMilli());
        assertThat(unsigned.failure()).isEmpty();
        assertThat(unsigned.enacted()).doesNotContain("/scheduled_changes/rules/1/enact");
        new PythonClient(admin, "ada")
                .send(200, "POST", "/scheduled_changes/rules/1/signoffs", "{\"role\": \"releng\"}");
        new PythonClient(admin, "bob")
                .send(200, "POST", "/scheduled_changes/rules/1/signoffs", "{\"role\": \"relman\"}");
        MozillaAgent.RoundOutcome signed = agent.round(DUE.toEpochMilli());
        assertThat(signed.failure()).isEmpty();
        List<String> all = new ArrayList<>(unsigned.enacted());
        all.addAll(signed.enacted());
        assertThat(all).containsExactlyInAnyOrderElementsOf(enacted);
        assertThat(agent.round(DUE.toEpochMilli()).enacted()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void balrogscriptShipsAReleaseInParts(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            PythonClient client = new PythonClient(admin, "bot");
            String name = "Firefox-140.0b2-build1";
            ObjectNode blob = topLevel().put("name", name).put("hashFunction", "sha512");
            client.send(
                    200,
                    "PUT",
                    "/v2/releases/" + name,
                    JSON.createObjectNode()
                            .put("product", "Firefox")
                            .set("blob", blob)
                            .toString());
            for (int attempt = 0; attempt < 2; attempt++) {
                for (String platform : PLATFORMS) {
                    for (String locale : LOCALES) {
                        // They never name a version of the locale, not even the second time.
                        ObjectNode data = JSON.createObjectNode();
                        data.withObject("/blob/platforms/" + platform + "/locales")
                                .set(locale, build("20260301"));
                        data.withObject("/old_data_versions/platforms/" + platform + "/locales");
                        client.send(200, "POST", "/v2/releases/" + name, data.toString());
                    }
                }
            }
            JsonNode stored = client.send(200, "GET", "/v2/releases/" + name, "");
            assertThat(stored.at("/data_versions/platforms/Linux_x86_64-gcc3/locales/de")
                            .asInt())
                    .isEqualTo(1);
            assertThat(stored.at("/blob/platforms/WINNT_x86_64-msvc/locales")).hasSize(2);

            ship(client, name);
            client.send(200, "PUT", "/v2/releases/" + name + "/pinnable", """
                    {"product": "Firefox", "channel": "beta-localtest", "version": "140.", "when": %d}""".formatted(WHEN));
            enact(
                    admin,
                    List.of(
                            "/scheduled_changes/rules/1/enact",
                            "/scheduled_changes/rules/2/enact",
                            "/scheduled_changes/pinnable_releases/1/enact"));
            assertThat(client.get("/rules/1").data().path("mapping").asString()).isEqualTo(name);

            // The old URL of the tasks is that of releases that are stored whole.
            client.change(
                    404,
                    "PUT",
                    "/releases/" + name,
                    "/releases/" + name + "/read_only",
                    JSON.createObjectNode().put("read_only", true).put("data_version", 1));
            client.send(200, "PUT", "/v2/releases/" + name + "/read_only", """
                    {"read_only": true, "old_data_version": 1}""");
        }
    }

    @ParameterizedTest
    @EnumSource
    void balrogscriptSubmitsNightlies(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            PythonClient client = new PythonClient(admin, "bot");
            String latest = "Firefox-mozilla-central-nightly-latest";
            for (String day : List.of("20260301100000", "20260302100000")) {
                String dated = "Firefox-mozilla-central-nightly-" + day;
                for (int attempt = 0; attempt < 2; attempt++) {
                    for (String locale : LOCALES) {
                        submitNightly(client, dated, locale, day, "[\"WINNT_x86_64-msvc-x64\"]");
                        JsonNode source = client.locale(dated, "WINNT_x86_64-msvc", locale)
                                .data();
                        PythonClient.Stored present = client.locale(latest, "WINNT_x86_64-msvc", locale);
                        if (!source.equals(present.data())) {
                            submit(client, latest, locale, source, "null", present);
                        }
                    }
                }
                assertThat(client.get("/releases/" + dated)
                                .data()
                                .at("/platforms/WINNT_x86_64-msvc-x64/alias")
                                .asString())
                        .isEqualTo("WINNT_x86_64-msvc");
                assertThat(client.locale(latest, "WINNT_x86_64-msvc", "de")
                                .data()
                                .path("buildID")
                                .asString())
                        .isEqualTo(day);
            }
        }
    }

    private static void submitNightly(PythonClient client, String name, String locale, String day, String alias)
            throws IOException, InterruptedException {
        PythonClient.Stored present = client.locale(name, "WINNT_x86_64-msvc", locale);
        ObjectNode build = json("""
                {"buildID": "%s", "appVersion": "140.0a1", "platformVersion": "140.0a1", "displayVersion": "140.0a1",
                 "completes": [{"from": "*", "filesize": 70000000, "hashValue": "%s",
                   "fileUrl": "https://archive.mozilla.org/pub/firefox/nightly/%s/firefox.%s.complete.mar"}]}""".formatted(day, "cd".repeat(64), day, locale));
        if (!build.equals(present.data())) {
            submit(client, name, locale, build, alias, present);
        }
    }

    private static void submit(
            PythonClient client, String name, String locale, JsonNode build, String alias, PythonClient.Stored present)
            throws IOException, InterruptedException {
        int status = present.data().isEmpty() ? 201 : 200;
        client.updateLocale(status, name, "Firefox", "WINNT_x86_64-msvc", locale, build, alias, 4, present.version());
    }

    @ParameterizedTest
    @EnumSource
    void ghosterySubmitter(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            PythonClient client = new PythonClient(admin, "bot");
            String url = "https://github.com/human-web/user-agent-desktop/releases/download/v1/Ghostery-140.0"
                    + ".%LOCALE%.%OS_BOUNCER%.complete.mar";
            ObjectNode release = json("""
                    {"schema_version": 9, "hashFunction": "sha512", "appVersion": "140.0", "displayVersion": "140.0",
                     "updateLine": [], "fileUrls": {"release": {"completes": {"*": "%s"}}, "*": {"completes": {"*": "%s"}}},
                     "platforms": {"Darwin_x86_64-gcc3": {"OS_BOUNCER": "mac"},
                       "WINNT_x86_64-msvc": {"OS_BOUNCER": "win64"}, "Linux_x86_64-gcc3": {"OS_BOUNCER": "linux-x86_64"}}}""".formatted(url, url));
            for (String name : List.of("Ghostery-v1", "Ghostery-nightly")) {
                for (int attempt = 0; attempt < 2; attempt++) {
                    client.updateRelease(
                            attempt == 0 ? 201 : 200,
                            name,
                            "Ghostery",
                            release.deepCopy().put("name", name),
                            null);
                }
            }
            // The platform of Windows is not among those of the release.
            for (String platform : List.of("Darwin_x86_64-gcc3", "WINNT_x86_64-msvc-x64", "Linux_x86_64-gcc3")) {
                for (int attempt = 0; attempt < 2; attempt++) {
                    ObjectNode build = json("""
                            {"buildID": "20260301", "appVersion": "140.0", "displayVersion": "140.0", "completes":
                              [{"from": "*", "filesize": 7, "hashValue": "%s", "fileUrl":
                                "https://github.com/human-web/user-agent-desktop/releases/download/v1/a.complete.mar"}]}""".formatted("ef".repeat(64)));
                    ghosteryBuild(client, attempt == 0 ? 201 : 200, platform, build);
                }
            }
            ObjectNode copied =
                    ((ObjectNode) client.get("/releases/Ghostery-v1").data()).deepCopy();
            assertThat(copied.at("/platforms/WINNT_x86_64-msvc-x64/locales/de/buildID")
                            .asString())
                    .isEqualTo("20260301");
            client.updateRelease(200, "Ghostery-nightly", "Ghostery", copied.put("name", "Ghostery-nightly"), null);
            assertThat(client.get("/releases/Ghostery-nightly").data()).isEqualTo(copied);
        }
    }

    /** They send neither an alias nor a version. */
    private static void ghosteryBuild(PythonClient client, int status, String platform, ObjectNode build)
            throws IOException, InterruptedException {
        ObjectNode data = JSON.createObjectNode()
                .put("product", "Ghostery")
                .put("data", build.toString())
                .put("hashFunction", "sha512")
                .put("schema_version", 9);
        client.change(status, "PUT", "/releases/Ghostery-v1", "/releases/Ghostery-v1/builds/" + platform + "/de", data);
    }

    /** One change of each kind and type that the agent reads, all enacted in one round. */
    @ParameterizedTest
    @EnumSource
    void mozillasAgentEnactsAllKindsInOneRound(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            PythonClient ada = new PythonClient(admin, "ada");
            ada.send(201, "POST", "/emergency_shutoff", "{\"product\": \"P\", \"channel\": \"x\", \"comment\": \"c\"}");
            ada.send(200, "PUT", "/v2/releases/S", """
                    {"product": "P", "blob": {"name": "S", "schema_version": 1, "hashFunction": "sha512", "extv": "1.0"}}""");
            ada.send(
                    200,
                    "PUT",
                    "/v2/releases/S/pinnable",
                    "{\"product\": \"P\", \"channel\": \"c\", \"version\": \"1.\"}");
            List<String> paths = new ArrayList<>();
            schedule(ada, paths, "rules", """
                    {"change_type": "insert", "product": "P", "channel": "c", "mapping": "S", "priority": 1,
                     "backgroundRate": 100, "update_type": "minor", "alias": "new"}""");
            schedule(ada, paths, "rules", """
                    {"change_type": "update", "rule_id": 2, "data_version": 1, "product": "Firefox",
                     "channel": "beta-localtest", "mapping": "Old", "priority": 91, "backgroundRate": 50,
                     "update_type": "minor"}""");
            schedule(ada, paths, "releases", """
                    {"change_type": "insert", "name": "W", "product": "P", "data":
                     "{\\"name\\": \\"W\\", \\"schema_version\\": 1, \\"hashFunction\\": \\"sha512\\"}"}""");
            schedule(ada, paths, "permissions", """
                    {"change_type": "insert", "permission": "rule", "username": "new", "options": null}""");
            schedule(ada, paths, "emergency_shutoff", """
                    {"change_type": "delete", "product": "P", "channel": "x", "data_version": 1}""");
            schedule(ada, paths, "required_signoffs/product", """
                    {"change_type": "insert", "product": "Q", "channel": "c", "role": "releng", "signoffs_required": 1}""");
            schedule(ada, paths, "required_signoffs/permissions", """
                    {"change_type": "insert", "product": "Q", "role": "releng", "signoffs_required": 1}""");
            // Pins are scheduled by the second version of the API alone, and read by the first.
            ada.send(200, "PUT", "/v2/releases/S/pinnable", """
                    {"product": "P", "channel": "c", "version": "2.", "when": %d}""".formatted(WHEN));
            paths.add("/scheduled_changes/pinnable_releases/1/enact");
            ada.send(200, "POST", "/v2/releases/S", """
                    {"blob": {"extv": "1.1", "platforms": {"p": {"locales": {"de": {"buildID": "1"}}}}},
                     "old_data_versions": {".": 1}, "when": %d}""".formatted(WHEN));
            paths.add("/v2/releases/S/enact");

            admin.at(DUE);
            MozillaAgent.RoundOutcome outcome = new MozillaAgent(admin, "agent").round(DUE.toEpochMilli());
            assertThat(outcome.failure()).isEmpty();
            assertThat(outcome.enacted()).containsExactlyInAnyOrderElementsOf(paths);
            assertThat(ada.send(200, "GET", "/v2/releases/S", "")
                            .at("/data_versions/.")
                            .asInt())
                    .isEqualTo(2);
            ada.send(404, "GET", "/emergency_shutoff/P/x", "");
        }
    }

    private static void schedule(PythonClient client, List<String> paths, String kind, String change)
            throws IOException, InterruptedException {
        int id = client.send(
                        200,
                        "POST",
                        "/scheduled_changes/" + kind,
                        json(change).put("when", WHEN).toString())
                .path("sc_id")
                .asInt();
        paths.add("/scheduled_changes/" + kind + "/" + id + "/enact");
    }
}
