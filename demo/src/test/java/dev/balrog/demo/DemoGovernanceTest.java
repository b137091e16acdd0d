// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The whole way of a change: scheduled, agreed to, enacted by the agent, served by the public app. */
@Tag("slow")
class DemoGovernanceTest {
    private static final Pattern DEMO_URL = Pattern.compile("serves update requests on (http://[0-9.:]+)");
    private static final String NEWEST = DemoCommand.WITH_UPDATE + "?force=1";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void whatPeopleHaveAgreedToIsServedWhenItsTimeHasCome() throws Exception {
        try (BalrogProcess demo = BalrogProcess.start(directory, Map.of(), "demo", "--port=0", "--admin-port=0")) {
            String publicUrl = demo.await(DEMO_URL);
            demo.await(Pattern.compile("(Press ctrl-C)"));
            String admin = exported(demo, "ADMIN_API");
            String administrator = exported(demo, "ADMINISTRATOR");
            String manager = exported(demo, "RELEASE_MANAGER");
            assertThat(BalrogProcess.get(publicUrl + NEWEST)).contains("appVersion=\"140.0.2\"");

            ObjectNode rule = throttledRule(admin);
            String path = admin + "/rules/" + rule.get("rule_id").asInt();
            rule.set("mapping", rule.get("fallbackMapping"));
            assertThat(post(path, manager, rule.deepCopy().without("rule_id"))
                            .path("detail")
                            .asString())
                    .isEqualTo("Signoff Required");

            Instant when = Instant.now().plusSeconds(3);
            JsonNode scheduled = post(
                    admin + "/scheduled_changes/rules",
                    manager,
                    rule.put("change_type", "update").put("when", when.toEpochMilli()));
            assertThat(scheduled.at("/signoffs/release-manager@example.com").asString())
                    .isEqualTo("relman");
            post(
                    admin + "/scheduled_changes/rules/" + scheduled.get("sc_id").asInt() + "/signoffs",
                    administrator,
                    JsonMapper.shared().createObjectNode().put("role", "releng"));

            Instant latest = when.plusSeconds(20);
            while (!BalrogProcess.get(publicUrl + NEWEST).contains("appVersion=\"140.0\"")) {
                assertThat(Instant.now()).as("served in time").isBefore(latest);
                Thread.sleep(Duration.ofMillis(50));
            }
            assertThat(Instant.now()).as("not before its time").isAfterOrEqualTo(when);
            requireServed(admin, administrator, scheduled.get("sc_id").asInt(), when);
            assertThat(demo.terminate()).isZero();
        }
    }

    /** The admin app asks the public app whether it serves the change. */
    private void requireServed(String admin, String token, int change, Instant when) throws Exception {
        JsonNode enacted = get(admin + "/v2/history?kind=rule&sc_id=" + change, token)
                .path("entries")
                .path(0);
        assertThat(enacted.at("/after/complete").asBoolean()).isTrue();
        long timestamp = enacted.path("timestamp").asLong();
        JsonNode serving = get(admin + "/v2/public_apps?timestamp=" + timestamp, token);
        assertThat(serving.path("audit_sequence").asLong())
                .as("nothing was written since")
                .isEqualTo(get(admin + "/v2/public_apps", token)
                        .path("audit_sequence")
                        .asLong());
        assertThat(serving.path("apps")).hasSize(1);
        JsonNode app = serving.path("apps").path(0);
        assertThat(app.path("problem").isNull()).as(app.toString()).isTrue();
        assertThat(app.path("serves").asBoolean()).as(app.toString()).isTrue();
        assertThat(Instant.ofEpochMilli(app.path("since").asLong())).isBetween(when.minusMillis(1), Instant.now());
        assertThat(get(admin + "/v2/public_apps?timestamp=" + (timestamp - 1), token)
                        .path("audit_sequence")
                        .asLong())
                .isLessThan(serving.path("audit_sequence").asLong());
    }

    private JsonNode get(String url, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build();
        return JsonMapper.shared()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private static String exported(BalrogProcess demo, String name) throws Exception {
        Matcher matcher = Pattern.compile("export " + name + "=(\\S+)").matcher(demo.out());
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static ObjectNode throttledRule(String admin) throws Exception {
        JsonNode rules = JsonMapper.shared()
                .readTree(BalrogProcess.get(admin + "/rules?product=Firefox"))
                .get("rules");
        return (ObjectNode) StreamSupport.stream(rules.spliterator(), false)
                .filter(rule ->
                        "Firefox-140.0.2-build1".equals(rule.path("mapping").asString("")))
                .filter(rule -> rule.path("backgroundRate").asInt() < 100)
                .findFirst()
                .orElseThrow();
    }

    private JsonNode post(String url, String token, JsonNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return JsonMapper.shared()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }
}
