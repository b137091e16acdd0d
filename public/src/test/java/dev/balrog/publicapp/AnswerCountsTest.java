// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.decision.AnswerOutcome;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.decision.Decision.Reason;
import dev.balrog.core.release.InvalidReleaseException;
import dev.balrog.core.release.ReleaseReader;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleConditions;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ServerMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AnswerCountsTest {
    private final ServerMetrics metrics = new ServerMetrics(null, new BuildInfo("1", "here", "c"));
    private final AnswerCounts counts = new AnswerCounts(metrics);

    @AfterEach
    void close() {
        metrics.close();
    }

    private static Rule rule(long id, @Nullable String product, @Nullable String channel) {
        RuleConditions conditions = RuleConditions.of(condition -> switch (condition) {
            case PRODUCT -> product;
            case CHANNEL -> channel;
            default -> null;
        });
        return new Rule(id, 1, null, null, null, null, null, "minor", null, conditions);
    }

    private void decline(@Nullable Rule rule, Reason reason) {
        counts.count(new AnswerOutcome.Decided(new Decision.NoUpdate(Optional.ofNullable(rule), reason)));
    }

    @Test
    void countsByRuleAndByWhatTheRuleIsFor() {
        decline(rule(1, "Firefox", "release*"), Reason.THROTTLED);
        decline(rule(1, "Firefox", "release*"), Reason.THROTTLED);
        decline(rule(2, null, null), Reason.NO_MAPPING);
        decline(null, Reason.NO_RULE_APPLIES);
        assertThat(metrics.scrape().lines())
                .contains(
                        "balrog_answers_total{channel=\"release*\",outcome=\"throttled\",product=\"Firefox\"} 2.0",
                        "balrog_answers_total{channel=\"any\",outcome=\"no_mapping\",product=\"any\"} 1.0",
                        "balrog_answers_total{channel=\"none\",outcome=\"no_rule_applies\",product=\"none\"} 1.0",
                        "balrog_rule_answers_total{outcome=\"none\",product=\"Firefox\",rule=\"1\"} 2.0",
                        "balrog_rule_answers_total{outcome=\"none\",product=\"any\",rule=\"2\"} 1.0");
    }

    private void offer(Rule rule, StoredRelease release) {
        counts.count(new AnswerOutcome.Decided(new Decision.Update(rule, release)));
    }

    private static StoredRelease release(String name, @Nullable String product) {
        String json = "{\"name\": \"" + name + "\", \"schema_version\": 4, \"hashFunction\": \"sha512\"}";
        try {
            return new StoredRelease(
                    name, product, ReleaseReader.read(JsonMapper.shared().readTree(json)));
        } catch (InvalidReleaseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Snapshot snapshot(List<Rule> rules, StoredRelease... releases) {
        return new Snapshot(rules, List.of(), List.of(), List.of(releases), Map.of());
    }

    private List<String> scraped(String metric) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(metric + "{"))
                .toList();
    }

    @Test
    void countsOffersByReleaseAndNeverByWhatIsNotOffered() {
        Rule rule = rule(1, "Firefox", "release");
        offer(rule, release("Firefox-1", "Firefox"));
        offer(rule, release("Firefox-1", "Firefox"));
        offer(rule, release("Partial", null));
        decline(rule, Reason.NOT_NEWER);
        assertThat(scraped("balrog_release_answers_total"))
                .containsExactlyInAnyOrder(
                        "balrog_release_answers_total{product=\"Firefox\",release=\"Firefox-1\"} 2.0",
                        "balrog_release_answers_total{product=\"none\",release=\"Partial\"} 1.0");
    }

    /** Prometheus takes a smaller value for a restart. */
    @Test
    void countersGoOnWhenTheSnapshotIsReplaced() {
        Rule rule = rule(1, "Firefox", "release");
        StoredRelease release = release("Firefox-1", "Firefox");
        counts.serve(snapshot(List.of(rule), release));
        offer(rule, release);
        counts.serve(snapshot(List.of(rule, rule(2, "Firefox", "beta")), release));
        offer(rule, release);
        assertThat(scraped("balrog_rule_answers_total"))
                .containsExactly("balrog_rule_answers_total{outcome=\"update\",product=\"Firefox\",rule=\"1\"} 2.0");
        assertThat(scraped("balrog_release_answers_total"))
                .containsExactly("balrog_release_answers_total{product=\"Firefox\",release=\"Firefox-1\"} 2.0");
        assertThat(scraped("balrog_answers_total"))
                .containsExactly(
                        "balrog_answers_total{channel=\"release\",outcome=\"update\",product=\"Firefox\"} 2.0");
    }

    @Test
    void seriesOfWhatIsNotServedDisappearAndStayAway() {
        Rule rule = rule(1, "Firefox", "release");
        StoredRelease release = release("Firefox-1", "Firefox");
        counts.serve(snapshot(List.of(rule), release));
        offer(rule, release);
        decline(rule, Reason.THROTTLED);
        counts.count(new AnswerOutcome.Failed(
                AnswerOutcome.Fault.BAD_RELEASE, Optional.of(rule), Optional.of("Firefox-1"), "bad"));
        decline(null, Reason.NO_RULE_APPLIES);
        counts.serve(snapshot(List.of()));
        String noRule = "balrog_answers_total{channel=\"none\",outcome=\"no_rule_applies\",product=\"none\"} 1.0";
        assertThat(scraped("balrog_rule_answers_total")).isEmpty();
        assertThat(scraped("balrog_release_answers_total")).isEmpty();
        assertThat(scraped("balrog_answers_total")).containsExactly(noRule);

        // Another thread was still answering from the snapshot before.
        offer(rule, release);
        assertThat(scraped("balrog_rule_answers_total"))
                .containsExactly("balrog_rule_answers_total{outcome=\"update\",product=\"other\",rule=\"other\"} 1.0");
        assertThat(scraped("balrog_release_answers_total"))
                .containsExactly("balrog_release_answers_total{product=\"other\",release=\"other\"} 1.0");
        assertThat(scraped("balrog_answers_total"))
                .containsExactlyInAnyOrder(
                        noRule, "balrog_answers_total{channel=\"other\",outcome=\"update\",product=\"other\"} 1.0");
    }

    @Test
    void aRuleOfAnotherProductBeginsAnotherSeries() {
        Rule before = rule(1, "Firefox", "release");
        Rule after = rule(1, "Thunderbird", "release");
        counts.serve(snapshot(List.of(before)));
        decline(before, Reason.NOT_NEWER);
        counts.serve(snapshot(List.of(after)));
        decline(after, Reason.NOT_NEWER);
        assertThat(scraped("balrog_rule_answers_total"))
                .containsExactly("balrog_rule_answers_total{outcome=\"none\",product=\"Thunderbird\",rule=\"1\"} 1.0");
    }

    /** What is beyond the limit has a series again once there is room. */
    @Test
    void roomIsUsedAgain() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 1; i <= AnswerCounts.MAX_RULES + 1; i++) {
            rules.add(rule(i, "Firefox", "release"));
        }
        counts.serve(snapshot(rules));
        rules.forEach(rule -> decline(rule, Reason.NOT_NEWER));
        Rule last = rules.getLast();
        counts.serve(snapshot(List.of(last)));
        decline(last, Reason.NOT_NEWER);
        assertThat(scraped("balrog_rule_answers_total"))
                .containsExactlyInAnyOrder(
                        "balrog_rule_answers_total{outcome=\"none\",product=\"other\",rule=\"other\"} 1.0",
                        "balrog_rule_answers_total{outcome=\"none\",product=\"Firefox\",rule=\"" + last.id()
                                + "\"} 1.0");
    }

    @Test
    void countsTogetherWhatIsBeyondTheLimits() {
        int extra = 5;
        for (int i = 1; i <= AnswerCounts.MAX_RULES + extra; i++) {
            decline(rule(i, "Product " + i, "release"), Reason.NOT_NEWER);
        }
        decline(rule(1, "Product 1", "release"), Reason.NOT_NEWER);
        String scraped = metrics.scrape();
        assertThat(scraped.lines())
                .contains(
                        "balrog_answers_total{channel=\"other\",outcome=\"not_newer\",product=\"other\"} " + extra
                                + ".0",
                        "balrog_rule_answers_total{outcome=\"none\",product=\"other\",rule=\"other\"} " + extra + ".0",
                        "balrog_rule_answers_total{outcome=\"none\",product=\"Product 1\",rule=\"1\"} 2.0");
        assertThat(scraped.lines().filter(line -> line.startsWith("balrog_rule_answers_total{")))
                .hasSize(AnswerCounts.MAX_RULES + 1);
    }
}
