// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.decision.AnswerOutcome;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.decision.Decision.Reason;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleConditions;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ServerMetrics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
                        "balrog_rule_answers_total{outcome=\"none\",rule=\"1\"} 2.0",
                        "balrog_rule_answers_total{outcome=\"none\",rule=\"2\"} 1.0");
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
                        "balrog_rule_answers_total{outcome=\"none\",rule=\"other\"} " + extra + ".0",
                        "balrog_rule_answers_total{outcome=\"none\",rule=\"1\"} 2.0");
        assertThat(scraped.lines().filter(line -> line.startsWith("balrog_rule_answers_total{")))
                .hasSize(AnswerCounts.MAX_RULES + 1);
    }
}
