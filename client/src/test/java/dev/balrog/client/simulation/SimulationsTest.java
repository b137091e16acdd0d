// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

import static dev.balrog.client.fixture.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.Tokens;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.fixture.FakeServer;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.client.simulation.ExpectationReport.CheckedExpectation;
import dev.balrog.client.simulation.ExpectationReport.Example;
import dev.balrog.client.simulation.ExpectationReport.Side;
import dev.balrog.client.simulation.SimulationResult.Affected;
import dev.balrog.client.simulation.SimulationResult.CollectedSample;
import dev.balrog.client.simulation.SimulationResult.Effect;
import dev.balrog.client.simulation.SimulationResult.Group;
import dev.balrog.client.simulation.SimulationResult.Response;
import dev.balrog.client.transport.ObjectKind;
import dev.balrog.service.Answer;
import dev.balrog.service.FixedHeaders;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class SimulationsTest {
    private final FakeServer server = new FakeServer();
    private final BalrogClient client = new BalrogClient(ClientSettings.of(server.url()), Tokens.none());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsTheFindingsOfTheLint() {
        server.on("GET /v2/lint?product=Firefox", json("""
                {'counts': {'error': 0, 'warning': 1, 'note': 0},
                 'findings': [{'check': 'dead-end', 'severity': 'warning', 'product': 'Firefox', 'rules': [3, 1],
                   'releases': ['R'], 'reason': 'Because.', 'example': null, 'repair': 'Do.'}]}"""));

        LintReport report = client.simulations().lint("Firefox");

        assertThat(report.findings())
                .containsExactly(new LintReport.Finding(
                        "dead-end", "warning", List.of(3L, 1L), List.of("R"), "Because.", null, "Do."));
    }

    @Test
    void sendsChangesAndReadsTheReport() {
        server.on("POST /v2/simulate", json("""
                {'sample': {'source': 'recorded', 'requests': 2, 'weight': 10.0}, 'harmful': true,
                 'changed': {'requests': 1, 'weight': 2.5, 'share': 0.25},
                 'effects': [{'effect': 'stops', 'harmful': true, 'requests': 1, 'weight': 2.5, 'share': 0.25, 'by': {}}],
                 'groups': [{'effect': 'stops', 'harmful': true, 'product': 'Firefox', 'channel': 'beta',
                   'before': {'outcome': 'update', 'release': 'A', 'version': '1.0'},
                   'after': {'outcome': 'throttled', 'release': null, 'version': null},
                   'requests': 1, 'weight': 2.5, 'share': 0.25,
                   'examples': [{'url': '/update/1', 'percentage': 25}]}],
                 'omitted_groups': 3}"""));

        SimulationResult result = client.simulations()
                .run(new SimulationRequest()
                        .scheduled(ObjectKind.RULE, 4)
                        .scheduledRelease("S")
                        .recorded("/update/1", 7)
                        .limit(500));

        assertThat(server.last("POST /v2/simulate").body())
                .hasToString(
                        "{\"scheduled_changes\":[{\"kind\":\"rule\",\"sc_id\":4},{\"kind\":\"release\",\"name\":\"S\"}],"
                                + "\"requests\":[{\"url\":\"/update/1\",\"count\":7}],\"limit\":500}");
        Affected affected = new Affected(1, 2.5, 0.25);
        assertThat(result.synthetic()).isFalse();
        assertThat(result.requests()).isEqualTo(2);
        assertThat(result.harmful()).isTrue();
        assertThat(result.changed()).isEqualTo(affected);
        assertThat(result.effects()).containsExactly(new Effect("stops", true, affected));
        assertThat(result.groups())
                .containsExactly(new Group(
                        "stops",
                        true,
                        "Firefox",
                        "beta",
                        new Response("update", "A", "1.0"),
                        new Response("throttled", null, null),
                        affected,
                        List.of("/update/1")));
        assertThat(result.omittedGroups()).isEqualTo(3);
    }

    private void answerLines(String... lines) {
        server.on(
                "POST /v2/simulate",
                new Answer(
                        200,
                        FixedHeaders.of("Content-Type", "application/x-ndjson"),
                        Buffer.buffer(String.join("\n", lines).replace('\'', '"') + "\n")));
    }

    @Test
    void progressComesBeforeTheResult() {
        String progress = "{'progress': {'evaluated': %d, 'requests': 4096}}";
        answerLines(
                progress.formatted(0),
                progress.formatted(1024),
                "{'result': {'sample': {'source': 'traffic', 'requests': 4096, 'weight': 9, 'traffic': {'requests': 10,"
                        + " 'left_out': 0.1, 'apps': 3, 'missing_apps': 1, 'age_seconds': 90}}, 'omitted_groups': 3}}");
        List<String> seen = new CopyOnWriteArrayList<>();

        SimulationResult result = client.simulations()
                .run(
                        new SimulationRequest().changeSet(1).sample(SimulationRequest.Sample.TRAFFIC),
                        (evaluated, requests) -> seen.add(evaluated + " of " + requests));

        assertThat(seen).containsExactly("0 of 4096", "1024 of 4096");
        assertThat(result.omittedGroups()).isEqualTo(3);
        assertThat(result.traffic()).isEqualTo(new CollectedSample(10, 0.1, 3, 1, Duration.ofSeconds(90)));
        assertThat(server.last("POST /v2/simulate").body()).hasToString("{\"change_sets\":[1],\"sample\":\"traffic\"}");

        answerLines(progress.formatted(0), "{'problem': {'status': 503, 'title': 'Late', 'detail': 'Too slow.'}}");
        assertThatThrownBy(() -> client.simulations().run(new SimulationRequest().changeSet(1)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(503))
                .hasMessageContaining("Too slow.");
    }

    private static JsonNode node(String member, String value) {
        return JsonNodeFactory.instance.objectNode().put(member, value);
    }

    @Test
    void checksExpectations() {
        server.on("POST /v2/expectations/check", json("""
                {'broken': ['e'], 'expectations': [{'name': 'e', 'description': '', 'expected': 'an update', 'requests': 3,
                  'before': {'held': true, 'broken_requests': 0, 'examples': []},
                  'after': {'held': false, 'broken_requests': 2, 'examples': [
                    {'url': '/update/1', 'rollout': 'in', 'actual': 'no update (shut_off)', 'rule': null}]}}]}"""));

        ExpectationReport report =
                client.simulations().checkExpectations(List.of(node("name", "e")), List.of(node("kind", "pin")));

        assertThat(server.last("POST /v2/expectations/check").body())
                .hasToString("{\"expectations\":[{\"name\":\"e\"}],\"changes\":[{\"kind\":\"pin\"}]}");
        assertThat(report.broken()).containsExactly("e");
        assertThat(report.expectations())
                .containsExactly(new CheckedExpectation(
                        "e",
                        "",
                        "an update",
                        3,
                        new Side(true, 0, List.of()),
                        new Side(false, 2, List.of(new Example("/update/1", "in", "no update (shut_off)", null)))));
    }

    @Test
    void onlyChangesThatAffectClientsCanBeSimulated() {
        assertThat(new SimulationRequest().isEmpty()).isTrue();
        assertThat(new SimulationRequest().scheduled(ObjectKind.PIN, 1).isEmpty())
                .isFalse();
        assertThatThrownBy(() -> new SimulationRequest().scheduled(ObjectKind.PERMISSION, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
