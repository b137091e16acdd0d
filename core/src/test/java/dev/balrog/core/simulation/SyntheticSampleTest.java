// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomSnapshots;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.request.Force;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.rule.Candidate.Verdict;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleIndex;
import dev.balrog.core.snapshot.Snapshot;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SyntheticSampleTest {
    private static final int LIMIT = 2000;

    private static List<SampleRequest> sample(Snapshot snapshot) {
        return SyntheticSample.of(snapshot, snapshot, LIMIT);
    }

    private static <T extends @Nullable Object> Set<T> values(
            List<SampleRequest> sample, Function<UpdateRequest, T> property) {
        return sample.stream().map(request -> property.apply(request.request())).collect(Collectors.toSet());
    }

    private static Scenario oneRule(RuleBuilder rule) {
        return Scenario.scenario().release(SampleReleases.app(9)).rule(rule.product("Firefox"));
    }

    @Test
    void everyConditionIsSatisfiedAndMissed() {
        Snapshot snapshot = oneRule(RuleBuilder.rule(1)
                        .version("<61.0")
                        .channel("release*")
                        .buildTarget("Linux_x86_64-gcc3")
                        .buildId("<20180501000000")
                        .locale("en-US,de")
                        .osVersion("Linux,Windows&&10")
                        .memory(">2048")
                        .instructionSet("SSE4_2,AVX")
                        .distribution("default,acme")
                        .distributionVersion("1.0")
                        .headerArchitecture("Intel")
                        .jaws(true)
                        .mig64(true))
                .snapshot();
        List<SampleRequest> sample = sample(snapshot);

        Set<Verdict> verdicts = sample.stream()
                .flatMap(request -> snapshot.rules().candidates(request.request()).stream())
                .map(candidate -> candidate.verdict())
                .collect(Collectors.toSet());
        Set<Verdict> expected = Arrays.stream(Condition.values())
                // Requests of other products are those of other rules, and only Macs can be PowerPCs.
                .filter(condition -> condition != Condition.PRODUCT && condition != Condition.HEADER_ARCHITECTURE)
                .map(Verdict.Mismatch::new)
                .collect(Collectors.toSet());
        expected.add(new Verdict.Satisfied());
        assertThat(verdicts).isEqualTo(expected);
        assertThat(values(sample, UpdateRequest::locale)).containsExactlyInAnyOrder("en-US", "de", "unlisted");
        assertThat(values(sample, UpdateRequest::osVersion))
                .containsExactlyInAnyOrder("Linux", "Windows 10", "Windows", "unlisted");
        assertThat(values(sample, UpdateRequest::distribution)).contains("default", "acme", "unlisted");
        assertThat(values(sample, request -> request.capabilities().memoryMegabytes()))
                .containsExactlyInAnyOrder(2047L, 2048L, 2049L, null);
    }

    @Test
    void powerPcIsReachedThroughTheUserAgent() {
        Snapshot snapshot = oneRule(
                        RuleBuilder.rule(1).buildTarget("Darwin_ppc-gcc3").headerArchitecture("PPC"))
                .snapshot();

        assertThat(values(sample(snapshot), UpdateRequest::headerArchitecture)).contains("PPC", "Intel");
    }

    @Test
    void platformsLocalesVersionsAndBuildsOfTheReleaseAreAsked() {
        List<SampleRequest> sample = sample(oneRule(RuleBuilder.rule(1)).snapshot());

        assertThat(values(sample, UpdateRequest::buildTarget)).contains("Linux_x86_64-gcc3", "unlisted");
        assertThat(values(sample, UpdateRequest::version)).contains("60.99", "61.0", "61.0.1");
        assertThat(values(sample, UpdateRequest::buildId)).contains("20180601000000");
        assertThat(values(sample, UpdateRequest::force)).containsExactly(Force.NONE);
    }

    @Test
    void throttledRulesAreAskedWithEachForce() {
        List<SampleRequest> sample =
                sample(oneRule(RuleBuilder.rule(1).backgroundRate(25)).snapshot());

        assertThat(values(sample, UpdateRequest::force)).containsExactlyInAnyOrder(Force.values());
    }

    @Test
    void pinsAndShutoffsAreAsked() {
        List<SampleRequest> sample = sample(oneRule(RuleBuilder.rule(1))
                .pin("Firefox", "release", "60.", "Sample")
                .shutoff("Firefox", "esr")
                .snapshot());

        assertThat(values(sample, UpdateRequest::channel)).contains("release", "esr");
        Set<String> pins = sample.stream()
                .map(request -> request.request().pin())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        // Which channel the pinned clients are on is up to the rule; this one is for all of them.
        assertThat(sample.stream().filter(request -> request.request().channel().equals("esr")))
                .isNotEmpty();
        assertThat(pins).isSubsetOf("60.", "1.");
    }

    @Test
    void productsWithJsonReleasesAreAskedForJson() {
        List<SampleRequest> sample = sample(Scenario.scenario()
                .release("FirefoxVPN", SampleReleases.GUARDIAN)
                .rule(RuleBuilder.rule(1)
                        .product("FirefoxVPN")
                        .mapping(Scenario.json(SampleReleases.GUARDIAN)
                                .path("name")
                                .asString()))
                .snapshot());

        assertThat(sample).isNotEmpty().allMatch(request -> request.format() == UpdateUrl.Format.JSON);
    }

    @Test
    void aSmallLimitKeepsTheChangedRules() {
        Scenario many = Scenario.scenario().release(SampleReleases.app(9));
        for (int id = 1; id <= 200; id++) {
            many.rule(RuleBuilder.rule(id).product("P" + id).channel("c" + id));
        }
        Snapshot before = many.snapshot();
        Snapshot after = many.rule(RuleBuilder.rule(999).product("Changed").channel("new"))
                .snapshot();

        List<SampleRequest> sample = SyntheticSample.of(before, after, 100);

        assertThat(sample).hasSize(100);
        assertThat(values(sample, UpdateRequest::product)).contains("Changed");
    }

    @Test
    void samplesAreDeterministicDistinctAndParsedFromTheirUrls() {
        Property.forAll(20, random -> {
            Snapshot snapshot = RandomSnapshots.snapshot(new Choice(random));
            List<SampleRequest> sample = sample(snapshot);

            assertThat(sample)
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .hasSizeLessThanOrEqualTo(LIMIT)
                    .isEqualTo(sample(snapshot));
            for (SampleRequest request : sample) {
                if (!"PPC".equals(request.request().headerArchitecture())) {
                    assertThat(parsed(request)).isEqualTo(request.request());
                }
            }
        });
    }

    /** Whatever the rules, each that some client of its product and channel can satisfy is satisfied. */
    @Test
    void satisfiableRulesAreSatisfied() {
        Property.forAll(20, random -> {
            Snapshot snapshot = RandomSnapshots.snapshot(new Choice(random));
            List<SampleRequest> sample = sample(snapshot);
            for (Rule rule : snapshot.rules().all()) {
                if (isSatisfiable(rule)) {
                    RuleIndex alone = RuleIndex.of(List.of(rule));
                    assertThat(sample.stream()
                                    .anyMatch(request ->
                                            alone.match(request.request()).isPresent()))
                            .describedAs("%s", rule)
                            .isTrue();
                }
            }
        });
    }

    /** Returns whether nothing in the rule is odd, so that a client for it exists in the format of its product. */
    private static boolean isSatisfiable(Rule rule) {
        boolean plain = Arrays.stream(Condition.values())
                .map(condition -> rule.get(condition))
                .filter(String.class::isInstance)
                .allMatch(value -> value.toString().matches("[A-Za-z0-9_.\\-]+"));
        boolean json = "FirefoxVPN".equals(rule.product()) || "Guardian".equals(rule.product());
        boolean onlyMacs = "PPC".equals(rule.get(Condition.HEADER_ARCHITECTURE));
        boolean version = rule.version() == null || rule.version().matches("[0-9]+\\.[0-9]+(\\.[0-9])?");
        return plain && !json && !onlyMacs && version && rule.product() != null;
    }

    private static UpdateRequest parsed(SampleRequest request) {
        String[] parts = request.target().split("\\?", 2);
        List<String> segments = Arrays.stream(parts[0].substring(1).split("/", -1))
                .map(SyntheticSampleTest::decoded)
                .toList();
        Map<String, String> query = new HashMap<>();
        if (parts.length > 1) {
            for (String parameter : parts[1].split("&", -1)) {
                String[] pair = parameter.split("=", 2);
                query.put(pair[0], decoded(pair[1]));
            }
        }
        return Objects.requireNonNull(UpdateUrl.of(segments)).read(segments, query, null);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
