// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.RuleCoverage.Remainder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reasoning about sets of values agrees with brute force: asking every rule about many requests. */
class RuleCoveragePropertyTest {
    private static final int RULE_SETS = 60;
    private static final int REQUESTS = 250;

    private final AtomicInteger shadowed = new AtomicInteger();
    private final AtomicInteger byRule = new AtomicInteger();
    private final AtomicInteger together = new AtomicInteger();
    private final AtomicInteger reached = new AtomicInteger();
    private final AtomicInteger overlapping = new AtomicInteger();
    private final AtomicInteger unsatisfiable = new AtomicInteger();

    @Test
    void agreesWithBruteForce() {
        Property.forAll(RULE_SETS, random -> {
            Choice choice = new Choice(random);
            List<Rule> rules = new ArrayList<>();
            int most = choice.of(6, 12, 30);
            for (int id = 1; id <= most; id++) {
                rules.add(simple(choice, id));
            }
            RuleIndex index = RuleIndex.of(rules);
            List<UpdateRequest> requests = requests(choice);
            checkRemainders(index, requests);
            checkOverlaps(rules, requests);
        });
        // Otherwise the examples would say nothing.
        assertThat(shadowed.get()).isGreaterThan(100);
        assertThat(byRule.get()).isGreaterThan(50);
        assertThat(together.get()).isGreaterThan(5);
        assertThat(reached.get()).isGreaterThan(400);
        assertThat(overlapping.get()).isGreaterThan(1000);
        assertThat(unsatisfiable.get()).isGreaterThan(10);
    }

    /** A random rule; half of them with few conditions, so that they cover others. */
    private static Rule simple(Choice choice, long id) {
        if (choice.percent(50)) {
            return RandomRules.rule(choice, id, 0).build();
        }
        if (choice.percent(40)) {
            return RuleBuilder.rule(id)
                    .mapping(null)
                    .product("Firefox")
                    .channel(choice.of("release", "release*"))
                    .version(choice.maybe(80, () -> choice.of("<60.0", ">=60.0", "60.*", "<=61.0", ">61.0")))
                    .mig64(choice.maybe(20, () -> choice.of(true, false)))
                    .headerArchitecture(choice.maybe(20, () -> choice.of("Intel", "PPC")))
                    .build();
        }
        return RuleBuilder.rule(id)
                .mapping(null)
                .priority(choice.below(4) * 50)
                .product(choice.maybe(90, () -> choice.of("Firefox", "Guardian")))
                .channel(choice.maybe(60, () -> choice.of("release", "release*", "rel*", "release-cck-acme", "beta")))
                .version(choice.maybe(
                        60, () -> choice.of("<60.0", ">=60.0", "60.*", "<=61.0", ">61.0", "60.1.*", "61.0")))
                .locale(choice.maybe(20, () -> choice.of("de,fr", "de", "en-US,", "en-US,de,fr")))
                .buildId(choice.maybe(10, () -> choice.of("<2018", ">=2018", "20180501000000")))
                .osVersion(choice.maybe(15, () -> choice.of("Windows", "Windows_NT 6", "Linux,Windows", "Linux&&4.15")))
                .memory(choice.maybe(10, () -> choice.of("<=2048", ">2048")))
                .mig64(choice.maybe(10, () -> choice.of(true, false)))
                .build();
    }

    private static List<UpdateRequest> requests(Choice choice) {
        List<UpdateRequest> requests = new ArrayList<>();
        while (requests.size() < REQUESTS) {
            UpdateRequest request = RandomRules.request(choice).build();
            boolean isJson = request.locale() == null;
            // A version with an asterisk, and JSON with parameters of XML, are not clients.
            if (!request.version().contains("*") && !(isJson && request.mig64() != null)) {
                requests.add(request);
            }
        }
        return requests;
    }

    private void checkRemainders(RuleIndex index, List<UpdateRequest> requests) {
        List<Rule> inPrecedence = index.all();
        Set<Long> matched = new HashSet<>();
        for (UpdateRequest request : requests) {
            match(index, request).forEach(rule -> matched.add(rule.id()));
        }
        RuleCoverage coverage = new RuleCoverage(inPrecedence);
        for (int i = 0; i < inPrecedence.size(); i++) {
            Rule rule = inPrecedence.get(i);
            switch (coverage.remainder(rule, inPrecedence.subList(0, i))) {
                case Remainder.None(List<Rule> by) -> {
                    assertThat(matched).as("%s by %s", rule, by).doesNotContain(rule.id());
                    if (by.isEmpty()) {
                        assertThat(coverage.unsatisfiable(rule)).as("%s", rule).isPresent();
                        unsatisfiable.incrementAndGet();
                        continue;
                    }
                    // Those that are named suffice.
                    List<Rule> few = new ArrayList<>(by);
                    few.add(rule);
                    RuleIndex ofFew = RuleIndex.of(few);
                    requests.forEach(request ->
                            assertThat(match(ofFew, request)).as("%s", request).doesNotContain(rule));
                    shadowed.incrementAndGet();
                    (by.size() == 1 ? byRule : together).incrementAndGet();
                }
                case Remainder.Some(UpdateRequest request) -> {
                    assertThat(match(index, request)).as("%s", request).containsExactly(rule);
                    reached.incrementAndGet();
                }
                case Remainder.Unknown() -> {}
            }
        }
    }

    private static List<Rule> match(RuleIndex index, UpdateRequest request) {
        List<Rule> found;
        try {
            found = index.match(request).stream().toList();
        } catch (BadDataException unanswerable) {
            return List.of();
        }
        assertThat(NaiveMatcher.match(index.all(), request).stream().toList()).isEqualTo(found);
        return found;
    }

    private void checkOverlaps(List<Rule> rules, List<UpdateRequest> requests) {
        RuleCoverage coverage = new RuleCoverage(rules);
        for (int i = 0; i < rules.size(); i++) {
            for (int j = 0; j < i; j++) {
                Rule left = rules.get(i);
                Rule right = rules.get(j);
                List<UpdateRequest> both = requests.stream()
                        .filter(request -> matches(left, request) && matches(right, request))
                        .limit(1)
                        .toList();
                coverage.overlap(left, right)
                        .ifPresentOrElse(
                                request -> {
                                    assertThat(matches(left, request))
                                            .as("%s %s", left, request)
                                            .isTrue();
                                    assertThat(matches(right, request))
                                            .as("%s %s", right, request)
                                            .isTrue();
                                    overlapping.incrementAndGet();
                                },
                                () -> {
                                    if (isDecidable(left, right)) {
                                        assertThat(both)
                                                .as("%s and %s", left, right)
                                                .isEmpty();
                                    }
                                });
            }
        }
    }

    /** Versions of the VPN products that are not numbers have no order, and {@code 060.*} is no interval. */
    private static boolean isDecidable(Rule left, Rule right) {
        List<String> versions = Stream.of(left, right)
                .flatMap(rule -> Stream.ofNullable(rule.version()))
                .toList();
        boolean isMozilla = Stream.of(left, right)
                .anyMatch(rule ->
                        rule.product() != null && Set.of("Firefox", "Fennec").contains(rule.product()));
        return versions.stream()
                .noneMatch(version -> version.contains("060") || (!isMozilla && !version.matches("[<>=0-9.,]*")));
    }

    private static boolean matches(Rule rule, UpdateRequest request) {
        try {
            return NaiveMatcher.match(List.of(rule), request).isPresent();
        } catch (BadDataException unanswerable) {
            return false;
        }
    }
}
