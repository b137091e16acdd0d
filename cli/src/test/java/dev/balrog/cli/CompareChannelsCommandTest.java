// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.fixture.FakeServer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompareChannelsCommandTest {
    private static final String COMPARE = "POST /v2/compare_channels";
    private static final String PROPOSE = "POST /v2/change_sets";
    private static final String CHANGES =
            "[{\"kind\":\"rule\",\"change_type\":\"update\",\"row\":{\"rule_id\":2,\"data_version\":5,\"mapping\":\"New\"}}]";

    private final FakeServer server = new FakeServer();

    private void compares(boolean harmful) {
        server.on(COMPARE, json("""
                {'product': 'Firefox', 'from': 'release-cdntest', 'to': 'release', 'settings': ['mapping'],
                 'pairs': [
                   {'from': {'rule_id': 1, 'alias': null}, 'to': {'rule_id': 2, 'alias': 'firefox-release', 'channel': 'release'},
                    'promoted': [{'setting': 'mapping', 'before': 'Old', 'after': 'New'}],
                    'kept': [{'setting': 'backgroundRate', 'from': 100, 'to': 25},
                             {'setting': 'fallbackMapping', 'from': null, 'to': 'Old'}], 'reordered': false},
                   {'from': {'rule_id': 3}, 'to': {'rule_id': 4, 'channel': 'release*'}, 'promoted': [], 'kept': [], 'reordered': true},
                   {'from': {'rule_id': 5}, 'to': {'rule_id': 6}, 'promoted': [], 'kept': [], 'reordered': false}],
                 'only_from': [{'rule_id': 7}], 'only_to': [{'rule_id': 8}, {'rule_id': 9, 'alias': 'old'}],
                 'ambiguous': [{'from': [{'rule_id': 10}], 'to': [{'rule_id': 11}, {'rule_id': 12}]}],
                 'common': [{'rule_id': 13}, {'rule_id': 14}],
                 'changes': %s,
                 'simulation': {'sample': {'source': 'synthetic', 'requests': 80, 'weight': 80.0}, 'harmful': %s,
                   'changed': {'requests': 1, 'weight': 2.5, 'share': 0.031}, 'effects': [], 'groups': [],
                   'omitted_groups': 0}}""".formatted(CHANGES.replace('"', '\''), harmful)));
    }

    private Run compare(String... more) {
        return Run.with(
                Map.of("BALROG_API_ROOT", server.url().toString(), "BALROG_TOKEN", "s3cret"),
                Stream.concat(
                                Stream.of(
                                        "compare-channels",
                                        "--product=Firefox",
                                        "--from=release-cdntest",
                                        "--to=release"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void differencesAreShownAndSimulated() {
        compares(false);

        Run run = compare();

        assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
        assertThat(run.out()).isEqualTo("""
                update rule 2 (firefox-release), as rule 1
                  mapping  Old  ->  New
                  backgroundRate: 25, the other has 100
                  fallbackMapping: Old, the other has (nothing)
                keep rule 4 for release*, as rule 3
                  another rule of the same priority precedes only one of the two
                Only for release-cdntest, not promoted: rule 7.
                Only for release, left as they are: rule 8, rule 9 (old).
                Same conditions, left as they are: rule 10 for release-cdntest; rule 11, rule 12 for release.

                1 rule to update, 1 pair the same, 2 rules for both channels.

                3.1 % of the derived requests change (1 of 80 requests).
                """);
        assertThat(server.last(COMPARE).body())
                .hasToString("{\"product\":\"Firefox\",\"from\":\"release-cdntest\",\"to\":\"release\"}");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void theChangesAreProposedOnRequest() {
        compares(false);
        server.on(PROPOSE, json(201, """
                {'set_id': 7, 'state': 'open', 'data_version': 1, 'required_signoffs': {'relman': 1},
                 'missing_signoffs': {'relman': 1}, 'conflicts': [], 'obstacle': null, 'digest': 'abc'}"""));

        Run run = compare("--propose", "--description=Ship it.", "--settings=mapping,backgroundRate");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
        assertThat(run.out()).endsWith("Change set 7 is proposed; it needs signoffs: 1 of relman.\n");
        assertThat(server.last(COMPARE).body().path("settings")).hasToString("[\"mapping\",\"backgroundRate\"]");
        assertThat(compare("--rollout=10").exitCode()).isEqualTo(5);
        assertThat(server.last(COMPARE).body().path("rollout").asInt()).isEqualTo(10);
        assertThat(server.last(PROPOSE).body())
                .hasToString("{\"description\":\"Ship it.\",\"changes\":" + CHANGES + "}");
        assertThat(compare("--propose", "--output=json").out()).contains("\"change_set\"", "\"only_from\"");
    }

    @Test
    void harmAndRefusalsHaveExitCodes() {
        compares(true);
        assertThat(compare().exitCode()).isEqualTo(4);
        server.on(COMPARE, problem(400, "'release*' is a pattern", ""));
        Run refused = compare();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("is a pattern");
    }

    @Test
    void nothingToPromoteIsSuccess() {
        server.on(COMPARE, json("""
                {'pairs': [], 'only_from': [], 'only_to': [], 'ambiguous': [], 'common': [], 'changes': [],
                 'simulation': null}"""));

        Run run = compare("--propose");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).endsWith("No rule of Firefox for release-cdntest has a counterpart for release.\n");
        assertThat(compare("--propose", "--output=json").out()).contains("\"change_set\" : null");
        assertThat(server.received()).noneMatch(request -> request.name().equals(PROPOSE));
    }
}
