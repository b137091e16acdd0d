// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Simulates changes by the admin app, makes them, and compares the responses of the public app
 * before and after with the report. No request is throttled, so that the responses are not random.
 */
@Tag("slow")
class SimulationOverHttpTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern READY = Pattern.compile("serves update requests on (http://\\S+)[\\s\\S]*ctrl-C");
    private static final Pattern ADMIN_API = Pattern.compile("export ADMIN_API=(\\S+)");
    private static final Pattern TOKEN = Pattern.compile("export ADMINISTRATOR=(\\S+)");
    private static final Duration SERVED = Duration.ofSeconds(30);

    /** Rule for betas, which can be changed without signoffs. */
    private static final int RULE = 3;

    private static final String RULE_PATH = "/rules/" + RULE;

    private final HttpClient client = HttpClient.newHttpClient();
    private String admin = "";
    private String token = "";

    @TempDir
    private Path directory;

    @Test
    void changesDoWhatTheirSimulationSays() throws Exception {
        try (BalrogProcess demo =
                BalrogProcess.start(directory, Map.of(), "demo", "--port=0", "--admin-port=0", "--no-traffic")) {
            String url = demo.await(READY);
            admin = demo.await(ADMIN_API);
            token = demo.await(TOKEN);

            verify(url, update(json("{'mapping': 'Firefox-140.0.1-build1'}")));
            verify(url, update(json("{'backgroundRate': 0}")));
            verify(url, update(json("{'backgroundRate': 100, 'version': '>=139.0'}")));
            verify(url, deletion());
            verify(url, shutoff());
        }
    }

    /**
     * Change in the form of a simulation, and the request that makes it.
     *
     * @param body body of the request; null for none
     */
    private record Change(
            String kind,
            String type,
            ObjectNode row,
            String method,
            String path,
            @Nullable ObjectNode body) {
        ObjectNode simulated() {
            ObjectNode json = JSON.createObjectNode().put("kind", kind).put("change_type", type);
            json.set("row", row);
            return json;
        }
    }

    private Change update(ObjectNode fields) throws Exception {
        ObjectNode row = fields.deepCopy().put("rule_id", RULE);
        ObjectNode body = fields.deepCopy().put("data_version", dataVersion());
        return new Change("rule", "update", row, "PUT", RULE_PATH, body);
    }

    private Change deletion() throws Exception {
        ObjectNode row = JSON.createObjectNode().put("rule_id", RULE);
        return new Change("rule", "delete", row, "DELETE", RULE_PATH + "?data_version=" + dataVersion(), null);
    }

    private static Change shutoff() {
        ObjectNode row = json("{'product': 'Firefox', 'channel': 'nightly'}");
        return new Change("emergency_shutoff", "insert", row, "POST", "/emergency_shutoff", row);
    }

    private int dataVersion() throws Exception {
        return send("GET", RULE_PATH, null).path("data_version").asInt();
    }

    private void verify(String url, Change change) throws Exception {
        Map<String, String> before = responses(url);
        ObjectNode simulation = JSON.createObjectNode();
        simulation.putArray("changes").add(change.simulated());
        ArrayNode requests = simulation.putArray("requests");
        before.keySet().forEach(target -> requests.addObject().put("url", target));
        JsonNode report = send("POST", "/v2/simulate", simulation);
        int expected = report.path("changed").path("requests").asInt();
        assertThat(expected).as(report.toString()).isPositive();

        send(change.method, change.path, change.body);
        Set<String> changed = Set.of();
        long deadline = System.nanoTime() + SERVED.toNanos();
        while (changed.size() != expected && System.nanoTime() < deadline) {
            changed = changed(before, responses(url));
        }
        assertThat(changed).as(change.toString()).hasSize(expected);
        for (JsonNode group : report.path("groups")) {
            for (JsonNode example : group.path("examples")) {
                assertThat(changed).contains(example.path("url").stringValue());
            }
        }
    }

    /** Sends a request to the admin app as an administrator, and returns the response. */
    private JsonNode send(String method, String path, @Nullable ObjectNode body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(admin + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    private static Set<String> changed(Map<String, String> before, Map<String, String> after) {
        Set<String> changed = new TreeSet<>();
        after.forEach((target, body) -> {
            if (!body.equals(before.get(target))) {
                changed.add(target);
            }
        });
        return changed;
    }

    private Map<String, String> responses(String url) throws IOException, InterruptedException {
        Map<String, String> responses = new LinkedHashMap<>();
        for (String target : targets()) {
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(URI.create(url + target)).build(), BodyHandlers.ofString());
            responses.put(target, response.statusCode() + response.body());
        }
        return responses;
    }

    private static List<String> targets() {
        List<String> targets = new ArrayList<>();
        for (String channel : List.of("beta", "nightly", "esr")) {
            for (String version : List.of("72.0.2", "115.1.0", "139.0", "140.0", "140.0.1", "141.0")) {
                for (String platform : List.of("WINNT_x86_64-msvc-x64", "Linux_x86_64-gcc3")) {
                    for (String locale : List.of("de", "en-US", "xx")) {
                        targets.add("/update/6/Firefox/" + version + "/20200101000000/" + platform + "/" + locale + "/"
                                + channel + "/Linux%206.8/ISET:SSE4_2,MEM:8192/default/default/update.xml");
                    }
                }
            }
        }
        return targets;
    }
}
