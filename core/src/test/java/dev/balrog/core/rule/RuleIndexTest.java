// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static dev.balrog.core.fixture.RequestBuilder.jsonRequest;
import static dev.balrog.core.fixture.RequestBuilder.request;
import static dev.balrog.core.fixture.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.RuleBuilder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleIndexTest {

    @Test
    void findsNothingWithoutRules() {
        assertThat(index().size()).isZero();
        assertThat(match(index(), request())).isEmpty();
    }

    @Test
    void prefersTheHighestPriority() {
        RuleIndex index =
                index(rule(1).priority(50), rule(2).priority(200), rule(3).priority(100), rule(4).priority(null));

        assertThat(index.size()).isEqualTo(4);
        assertThat(match(index, request())).contains(2L);
    }

    @Test
    void prefersTheOlderOfTwoRulesWithTheSamePriority() {
        assertThat(match(index(rule(8), rule(7), rule(9)), request())).contains(7L);
    }

    @Test
    void putsRulesWithoutPriorityLast() {
        assertThat(match(index(rule(1).priority(null), rule(2).priority(-5)), request()))
                .contains(2L);
        assertThat(match(index(rule(1).priority(null)), request())).contains(1L);
    }

    @Test
    void looksAtPriorityAcrossProductsAndChannels() {
        RuleIndex index = index(
                rule(1).priority(10).product("Firefox").channel("release"),
                rule(2).priority(20).channel("release-cck-acme"),
                rule(3).priority(30).product("Firefox").channel("rel*"),
                rule(4).priority(40).product("Fennec"),
                rule(5).priority(25));

        assertThat(match(index, request())).contains(3L);
        assertThat(match(index, request().channel("release-cck-acme"))).contains(3L);
        assertThat(match(index, request().channel("beta-cck-acme"))).contains(5L);
        assertThat(match(index, request().product("Fennec"))).contains(4L);
        assertThat(match(index, request().product("Other").channel("release-cck-acme")))
                .contains(5L);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conditions")
    void appliesWhereEveryConditionHolds(
            String name, RuleBuilder rule, RequestBuilder matching, RequestBuilder mismatching) {
        RuleIndex index = index(rule);

        assertThat(match(index, matching)).contains(1L);
        assertThat(match(index, mismatching)).isEmpty();
    }

    static Stream<Arguments> conditions() {
        return Stream.of(
                Arguments.of(
                        "product",
                        rule(1).product("Firefox"),
                        request(),
                        request().product("firefox")),
                Arguments.of(
                        "build target",
                        rule(1).buildTarget("a"),
                        request().buildTarget("a"),
                        request().buildTarget("ab")),
                Arguments.of(
                        "architecture",
                        rule(1).headerArchitecture("PPC"),
                        request().headerArchitecture("PPC"),
                        request()),
                Arguments.of("no architecture", rule(1).headerArchitecture("Intel"), request(), jsonRequest()),
                Arguments.of(
                        "distribution version",
                        rule(1).distributionVersion("1.0"),
                        request().distributionVersion("1.0"),
                        request().distributionVersion(null)),
                Arguments.of(
                        "channel",
                        rule(1).channel("beta"),
                        request().channel("beta"),
                        request().channel("beta2")),
                Arguments.of(
                        "partner",
                        rule(1).channel("beta"),
                        request().channel("beta-cck-x"),
                        request().channel("betas-cck-x")),
                Arguments.of(
                        "channels",
                        rule(1).channel("be*"),
                        request().channel("beta"),
                        request().channel("b")),
                Arguments.of(
                        "version",
                        rule(1).version("<61.0"),
                        request(),
                        request().version("61.0")),
                Arguments.of(
                        "loose version",
                        rule(1).version("<2.10"),
                        jsonRequest().version("2.9"),
                        jsonRequest().version("2.10")),
                Arguments.of(
                        "build", rule(1).buildId("<2019"), request(), request().buildId("2020")),
                Arguments.of(
                        "no build",
                        rule(1).buildId("<2019"),
                        jsonRequest(),
                        request().buildId("2019")),
                Arguments.of(
                        "memory", rule(1).memory(">4096"), request(), request().capabilities("ISET:SSE,MEM:2048")),
                Arguments.of(
                        "unknown memory",
                        rule(1).memory(">4096"),
                        request().capabilities("SSE"),
                        request().capabilities("SSE,1")),
                Arguments.of(
                        "system",
                        rule(1).osVersion("Linux"),
                        request(),
                        request().osVersion("Darwin")),
                Arguments.of(
                        "instruction set",
                        rule(1).instructionSet("SSE3,SSE4_2"),
                        request(),
                        request().capabilities("SSE4")),
                Arguments.of(
                        "unreadable capabilities",
                        rule(1).instructionSet(""),
                        jsonRequest(),
                        request().capabilities("a,b,c")),
                Arguments.of(
                        "distribution",
                        rule(1).distribution("acme,default"),
                        request(),
                        request().distribution(null)),
                Arguments.of("locale", rule(1).locale("de,en-US"), request(), jsonRequest()),
                Arguments.of(
                        "migration",
                        rule(1).mig64(true),
                        request().mig64(true),
                        request().mig64(false)),
                Arguments.of(
                        "unknown migration", rule(1).mig64(false), request().mig64(false), request()),
                Arguments.of(
                        "screen reader",
                        rule(1).jaws(false),
                        request(),
                        request().capabilities("ISET:SSE,JAWS:1")),
                Arguments.of(
                        "unknown screen reader",
                        rule(1).jaws(false),
                        request(),
                        request().capabilities("SSE")));
    }

    @Test
    void failsOnAVersionOfTheRequestThatARuleCaresFor() {
        RuleIndex index = index(rule(1).priority(1).version(">1.0"), rule(2).priority(2));

        assertThatThrownBy(() -> match(index, request().version("abc")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Version number abc is invalid.");
        assertThat(match(index(rule(1)), request().version("abc"))).contains(1L);
    }

    @Test
    void failsOnAWrongVersionInARuleWhateverItsPriority() {
        RuleIndex index = index(rule(1).priority(1).version("abc"), rule(2).priority(2));

        assertThatThrownBy(() -> match(index, request())).isInstanceOf(BadDataException.class);
    }

    @Test
    void doesNotMindWrongVersionsInRulesForOthers() {
        RuleIndex index = index(
                rule(1).version("abc").product("Fennec"),
                rule(2).version("abc").channel("beta"),
                rule(3).version("abc").channel("b*"),
                rule(4).version("abc").buildTarget("Darwin"),
                rule(5).version("abc").headerArchitecture("PPC"),
                rule(6).version("abc").distributionVersion("1"),
                rule(7));

        assertThat(match(index, request())).contains(7L);
        assertThat(match(index, request().product("Other"))).contains(7L);
    }

    @Test
    void failsOnAWrongVersionBeforeItLooksAtLaterConditions() {
        RuleIndex index = index(rule(1).version("abc").locale("de").buildId("1"), rule(2));

        assertThatThrownBy(() -> match(index, request())).isInstanceOf(BadDataException.class);
    }

    @Test
    void failsOnLooseVersionsWithoutOrder() {
        RuleIndex index = index(rule(1).priority(1).version("<2.beta"), rule(2).priority(2));

        assertThatThrownBy(() -> match(index, jsonRequest())).isInstanceOf(BadDataException.class);
        assertThat(match(index, jsonRequest().version("1.9"))).contains(2L);
    }

    @Test
    void readsVersionsByTheProductOfTheRequest() {
        RuleIndex index = index(rule(1).version("2.1b3"));

        assertThat(match(index, jsonRequest().version("2.1b3"))).contains(1L);
        assertThatThrownBy(() -> match(index, request().version("2.1b"))).isInstanceOf(BadDataException.class);
    }

    private static RuleIndex index(RuleBuilder... rules) {
        return RuleIndex.of(Arrays.stream(rules).map(RuleBuilder::build).toList());
    }

    private static Optional<Long> match(RuleIndex index, RequestBuilder request) {
        return index.match(request.build()).map(Rule::id);
    }
}
