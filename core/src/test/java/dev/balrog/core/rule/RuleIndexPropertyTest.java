// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.request.UpdateRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RuleIndexPropertyTest {
    private static final int RULE_SETS = 300;
    private static final int REQUESTS = 500;

    @Test
    void findsTheRuleThatAskingEveryRuleFinds() {
        AtomicInteger found = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();

        Property.forAll(RULE_SETS, random -> {
            Choice choice = new Choice(random);
            List<Rule> rules = RandomRules.rules(choice, 25);
            RuleIndex index = RuleIndex.of(rules);
            for (int i = 0; i < REQUESTS; i++) {
                UpdateRequest request =
                        (choice.percent(95) ? RandomRules.request(choice) : RandomRules.oddRequest(choice)).build();
                Object expected =
                        outcome(() -> NaiveMatcher.match(rules, request).map(Rule::id));
                Object actual = outcome(() -> index.match(request).map(Rule::id));
                if (!actual.equals(expected)) {
                    assertThat(actual).as("%s among %s", request, rules).isEqualTo(expected);
                }
                found.addAndGet(actual.toString().startsWith("Optional[") ? 1 : 0);
                failed.addAndGet(actual.equals("failed") ? 1 : 0);
            }
        });

        // Examples in which no rule is ever found, or every request fails, would say nothing.
        assertThat(found.get()).isGreaterThan(RULE_SETS * REQUESTS / 4);
        assertThat(failed.get()).isBetween(RULE_SETS * REQUESTS / 100, RULE_SETS * REQUESTS / 4);
    }

    private static Object outcome(Supplier<Object> match) {
        try {
            return match.get();
        } catch (BadDataException e) {
            return "failed";
        }
    }
}
