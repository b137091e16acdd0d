// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OutcomeDigestTest {
    private static final String DIGEST = "0".repeat(64);

    @Test
    void isSha256InHexadecimal() {
        assertThat(OutcomeDigest.of(rule("{'rule_id': 1, 'mapping': 'A'}"))).matches("[0-9a-f]{64}");
    }

    @Test
    void dataVersionsAndNullsDoNotCount() {
        String digest = OutcomeDigest.of(rule("{'rule_id': 1, 'mapping': 'A', 'alias': null, 'data_version': 3}"));
        assertThat(digest).isEqualTo(OutcomeDigest.of(rule("{'mapping': 'A', 'rule_id': 1.0, 'data_version': 4}")));
        assertThat(digest).isNotEqualTo(OutcomeDigest.of(rule("{'mapping': 'B', 'rule_id': 1}")));
    }

    @Test
    void aReleaseThatIsMissingDiffersFromOneThatIsNotReached() {
        ObjectNode row = json("{}");
        Map<String, @Nullable String> missing = new HashMap<>();
        missing.put("A", null);
        assertThat(OutcomeDigest.of(outcome(row, missing, List.of())))
                .isNotEqualTo(OutcomeDigest.of(outcome(row, Map.of(), List.of())))
                .isNotEqualTo(OutcomeDigest.of(outcome(row, Map.of("A", DIGEST), List.of())));
    }

    @Test
    void aDeletionOfAnotherRowIsAnotherOutcome() {
        Outcome one =
                new Outcome("rules", "delete", json("{'rule_id': 1}"), null, json("{'a': 1}"), Map.of(), List.of());
        Outcome two =
                new Outcome("rules", "delete", json("{'rule_id': 1}"), null, json("{'a': 2}"), Map.of(), List.of());
        assertThat(OutcomeDigest.of(one)).isNotEqualTo(OutcomeDigest.of(two));
    }

    @Test
    void theOrderOfRulesDoesNotCount() {
        Property.forAll(200, random -> {
            Choice choice = new Choice(random);
            List<ObjectNode> rules = new ArrayList<>();
            for (int i = choice.below(5); i > 0; i--) {
                rules.add(json("{}").put("rule_id", choice.below(9)).put("mapping", choice.of("A", "B")));
            }
            String digest = OutcomeDigest.of(outcome(json("{}"), Map.of(), rules));
            assertThat(OutcomeDigest.of(outcome(json("{}"), Map.of(), rules.reversed())))
                    .isEqualTo(digest);
            rules.add(json("{'rule_id': 77}"));
            assertThat(OutcomeDigest.of(outcome(json("{}"), Map.of(), rules))).isNotEqualTo(digest);
        });
    }

    /** Each single difference in what clients could reach. */
    @Test
    void everyDifferenceCounts() {
        Property.forAll(500, random -> {
            Choice choice = new Choice(random);
            ObjectNode row = json("{'mapping': 'A', 'backgroundRate': 50, 'priority': 90, 'update_type': 'minor'}");
            Map<String, @Nullable String> reaches = new HashMap<>(Map.of("A", DIGEST, "B", DIGEST));
            List<ObjectNode> rules = new ArrayList<>(List.of(json("{'rule_id': 7, 'mapping': 'B'}")));
            String digest = OutcomeDigest.of(outcome(row, reaches, rules));
            switch (choice.below(6)) {
                case 0 -> row.put("backgroundRate", choice.below(50));
                case 1 -> row.put("channel", choice.of("", "release"));
                case 2 -> row.put("mapping", "a");
                case 3 -> reaches.put(choice.of("A", "B", "C"), "1" + DIGEST.substring(1));
                case 4 -> reaches.put(choice.of("A", "B", "C"), null);
                default -> rules.set(0, rules.getFirst().deepCopy().put("locale", "de"));
            }
            assertThat(OutcomeDigest.of(outcome(row, reaches, rules))).isNotEqualTo(digest);
        });
    }

    @Test
    void theContentOfAReleaseIsItsDataAndItsProduct() {
        JsonNode content = json("{'name': 'A', 'schema_version': 4000, 'blobs': ['B', 'C']}");
        ReleaseContent release = ReleaseContent.of("Firefox", content);
        assertThat(release.references().parts()).containsExactlyInAnyOrder("B", "C");
        assertThat(ReleaseContent.of("Firefox", json("{'blobs': ['B', 'C'], 'schema_version': 4e3, 'name': 'A'}")))
                .isEqualTo(release);
        assertThat(ReleaseContent.of(null, content)).isNotEqualTo(release);
        assertThat(ReleaseContent.of("Fenix", content)).isNotEqualTo(release);
        assertThat(ReleaseContent.unreadable("Firefox", "{")).isNotEqualTo(ReleaseContent.unreadable("Firefox", "["));
    }

    private static Outcome rule(String row) {
        return outcome(json(row), Map.of(), List.of());
    }

    private static Outcome outcome(ObjectNode row, Map<String, @Nullable String> reaches, List<ObjectNode> rules) {
        return new Outcome("rules", "update", json("{'rule_id': 1}"), row, null, reaches, rules);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }
}
