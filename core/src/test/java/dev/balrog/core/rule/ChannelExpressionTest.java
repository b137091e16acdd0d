// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static dev.balrog.core.fixture.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channel patterns that are regular expressions. */
class ChannelExpressionTest {

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        // The asterisk at the end belongs to the last alternative; the first one matches whatever follows.
        "release|beta*,    releases,     true",
        "release|beta*,    beta1,        true",
        "release|beta*,    prebeta,      false",
        "(beta|release)*,  release-cck,  true",
        "(beta|release)*,  nightly,      false",
        "[rb]e*,           beta,         true",
        "[rb]e*,           esr,          false",
        "rel?ease*,        reease,       true",
        "release+*,        releaseee,    true",
        "release$*,        release,      true",
        "release$*,        releases,     false",
        "r\\w+*,           release,      true",
        "r\\w+*,           r-,           false",
        // Dots and asterisks are literal, and backslashes before them escape the backslash that makes them so.
        "r.l[e]ase*,       release,      false",
        "r.l[e]ase*,       r.lease,      true",
        "a*[b]*,           a*bc,         true",
        "a*[b]*,           ab,           false",
        "x\\.y*,           x\\zy,        true",
        "\\**,             '',           true",
        "é\\w*,            éé,           true",
        "'[]]*',           ']',          true",
        "'a{2}*',          aab,          true",
        "'a{2}*',          ab,           false",
        "'a{x}*',          a{x}b,        true",
        "(?P<n>a)b*,       abc,          true",
        "(?i:A)b*,         abc,          true",
    })
    void matchesAsPythonDoes(String pattern, String channel, boolean matches) {
        ChannelPattern parsed = ChannelPattern.parse(pattern);

        assertThat(parsed.matches(channel)).isEqualTo(matches);
        assertThat(parsed.isRegularExpression()).isTrue();
        assertThat(parsed.problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a*",
                "a)*",
                "[a*",
                "[b-a]*",
                "+ab*",
                "^+*",
                "a{2}{3}*",
                "a{3,2}*",
                "\\q*",
                "(a)\\1*",
                "(?=a)*",
                "(?<!a)b*",
                "a++*",
                "(?>a)b*",
                "(?i)a*",
                "a{1001}*",
                "((a{900}){900}){900}*",
                "(?P<n>a)(?P<n>b)*",
                "[\\W]*",
                "\\x4*"
            })
    void matchesNothingWhereTheExpressionIsNotSupported(String pattern) {
        ChannelPattern parsed = ChannelPattern.parse(pattern);

        assertThat(parsed.isRegularExpression()).isTrue();
        assertThat(parsed.problem()).isPresent();
        assertThat(List.of("", "a", "ab", "aa", "b", "release", pattern)).noneMatch(parsed::matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"release", "release*", "rel*ease*", "a.b*", "a-b*", "r|s", "[ab]", ""})
    void isNoExpressionWithoutSpecialCharactersBeforeAFinalAsterisk(String pattern) {
        assertThat(ChannelPattern.parse(pattern).isRegularExpression()).isFalse();
    }

    @ParameterizedTest(name = "release* for release{0}: {1}")
    @CsvSource({"'\n', true", "'\na', false", "'a\n', true", "'a\n\n', false", "'\r\u2028', true"})
    void aPrefixStandsForTheRestOfOneLine(String rest, boolean matches) {
        assertThat(ChannelPattern.parse("release*").matches("release" + rest)).isEqualTo(matches);
        assertThat(ChannelPattern.parse("releas[e]*").matches("release" + rest)).isEqualTo(matches);
    }

    /** Java and Python agree about this subset, in lines as Unix ends them. */
    @Test
    void matchesAsJavaDoes() {
        AtomicInteger matching = new AtomicInteger();
        Property.forAll(3_000, random -> {
            Choice choice = new Choice(random);
            String text = alternatives(choice, 3);
            ChannelPattern pattern = ChannelPattern.parse(text + "*");
            Pattern java = Pattern.compile(
                    "^" + text.replace(".", "\\.").replace("*", "\\*") + ".*$",
                    Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS);
            for (int i = 0; i < 20 && text.length() > 1; i++) {
                // RE2/J has no way to go on behind the line feed that a dollar sign has matched before.
                String channel = channel(choice, !text.contains("$"));
                boolean expected = java.matcher(channel).lookingAt();
                matching.addAndGet(expected ? 1 : 0);
                assertThat(pattern.matches(channel))
                        .as("'%s*' for '%s' (%s)", text, channel, pattern.problem())
                        .isEqualTo(expected);
            }
        });
        assertThat(matching).hasValueGreaterThan(5_000);
    }

    @Test
    void anyStringIsAPatternThatCanBeAsked() {
        Property.forAll(20_000, random -> {
            Choice choice = new Choice(random);
            ChannelPattern pattern = ChannelPattern.parse(choice.oddText() + choice.oddText() + "*");
            pattern.matches(choice.oddText());
        });
    }

    @Test
    void takesLinearTime() {
        ChannelPattern pattern = ChannelPattern.parse("(a+)+(a+)+(a|a?)+b*");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(pattern.matches("a".repeat(5_000))).isFalse());
    }

    @Test
    void anIndexAsksExpressionsInTheirPlace() {
        RuleIndex index = RuleIndex.of(List.of(
                rule(1).product("p").channel("release").priority(10).build(),
                rule(2).product("p").channel("(release|beta)*").priority(20).build(),
                rule(3).product("p").channel("beta*").priority(30).build(),
                rule(4).product("p").channel("(rel*").priority(40).build()));

        assertThat(index.match(request().product("p").channel("release").build()))
                .get()
                .extracting(Rule::id)
                .isEqualTo(2L);
        assertThat(index.match(request().product("p").channel("beta").build()))
                .get()
                .extracting(Rule::id)
                .isEqualTo(3L);
    }

    private static String alternatives(Choice choice, int depth) {
        return choice.percent(20) ? sequence(choice, depth) + "|" + sequence(choice, depth) : sequence(choice, depth);
    }

    private static String sequence(Choice choice, int depth) {
        StringBuilder sequence = new StringBuilder(choice.percent(10) ? "^" : "");
        for (int items = choice.below(4); items >= 0; items--) {
            sequence.append(item(choice, depth))
                    .append(choice.of("", "", "", "+", "?", "+?", "??", "{2}", "{0,1}", "{1,}"));
        }
        return sequence.append(choice.percent(10) ? "$" : "").toString();
    }

    private static String item(Choice choice, int depth) {
        List<Supplier<String>> items = List.of(
                () -> choice.of("a", "b", "c", "é", ".", "*", "-", "\\\\", "\\|", "\\n", "\\x61", "\\u00e9"),
                () -> choice.of("\\w", "\\d", "\\s", "\\W", "\\D", "\\S"),
                () -> "[" + choice.of("", "^") + choice.of("ab", "a-c", "\\d", "\\w-", "b*.", "\\s\\n") + "]",
                () -> "(" + choice.of("", "?:") + (depth == 0 ? "a" : alternatives(choice, depth - 1)) + ")");
        return choice.of(items).get();
    }

    private static String channel(Choice choice, boolean lineFeed) {
        StringBuilder channel = new StringBuilder();
        for (int length = choice.below(8); length > 0; length--) {
            channel.append(choice.of("a", "a", "b", "b", "c", "é", ".", "*", "-", "1", "\\", "|", " "));
        }
        return channel.append(lineFeed && choice.percent(5) ? "\n" : "").toString();
    }
}
