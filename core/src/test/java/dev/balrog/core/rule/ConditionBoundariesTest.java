// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.rule.ConditionBoundaries.Values;
import dev.balrog.core.version.VersionScheme;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionBoundariesTest {
    private static Values values(RuleBuilder rule, Condition condition) {
        return ConditionBoundaries.of(
                rule.build(), condition, VersionScheme.MOZILLA, List.of("beta", "release", "nightly"));
    }

    @Test
    void versionsAreJustBelowAtAndJustAbove() {
        assertThat(values(RuleBuilder.rule(1).version("<60.0"), Condition.VERSION))
                .isEqualTo(new Values(List.of("60.0a1", "59.99"), List.of("60.0", "60.0.1", "60.1", "61.0")));
        assertThat(values(RuleBuilder.rule(1).version(">=60.2.1"), Condition.VERSION))
                .isEqualTo(new Values(List.of("60.2.1", "60.2.2", "60.3", "61.0"), List.of("60.2", "60.1")));
        assertThat(values(RuleBuilder.rule(1).version("62.0a1"), Condition.VERSION))
                .isEqualTo(new Values(List.of("62.0a1"), List.of("62.0", "62.0a0", "61.99", "62.0.1", "62.1", "63.0")));
        assertThat(values(RuleBuilder.rule(1).version("60.*,62.*"), Condition.VERSION)
                        .satisfying())
                .contains("60.0", "60.99.1", "62.0", "62.99.1")
                .doesNotContain("61.0", "63.0", "59.99");
    }

    @Test
    void looseVersionsToo() {
        assertThat(ConditionBoundaries.of(
                        RuleBuilder.rule(1).version("<=2.10").build(),
                        Condition.VERSION,
                        VersionScheme.LOOSE,
                        List.of()))
                .isEqualTo(new Values(List.of("2.9", "2.10"), List.of("2.11", "2.10.1")));
    }

    @Test
    void listsGiveEachValueAndOneThatIsNotListed() {
        assertThat(values(RuleBuilder.rule(1).locale("de,fr"), Condition.LOCALE))
                .isEqualTo(new Values(List.of("de", "fr"), List.of("unlisted")));
        assertThat(values(RuleBuilder.rule(1).distribution("unlisted"), Condition.DISTRIBUTION))
                .isEqualTo(new Values(List.of("unlisted"), List.of()));
        assertThat(values(RuleBuilder.rule(1), Condition.LOCALE)).isEqualTo(Values.NONE);
    }

    @Test
    void channelsIncludePartnersAndLongerNames() {
        assertThat(values(RuleBuilder.rule(1).channel("release"), Condition.CHANNEL))
                .isEqualTo(new Values(List.of("release", "release-cck-partner"), List.of("releasetest", "releas")));
        assertThat(values(RuleBuilder.rule(1).channel("release*"), Condition.CHANNEL))
                .isEqualTo(new Values(List.of("release", "release-cck-partner", "releasetest"), List.of("releas")));
        assertThat(values(RuleBuilder.rule(1).channel("(beta|release)*"), Condition.CHANNEL)
                        .satisfying())
                .containsExactly("beta", "release");
    }

    @Test
    void numbersKeepTheirDigits() {
        assertThat(values(RuleBuilder.rule(1).buildId("<20180500000000"), Condition.BUILD_ID))
                .isEqualTo(new Values(List.of("20180499999999"), List.of("20180500000000", "20180500000001")));
        assertThat(values(RuleBuilder.rule(1).memory(">2048"), Condition.MEMORY))
                .isEqualTo(new Values(List.of("2049"), List.of("2047", "2048")));
    }

    @Test
    void operatingSystemsNeedAllSubstrings() {
        assertThat(values(RuleBuilder.rule(1).osVersion("Windows 98,Darwin&&x86"), Condition.OS_VERSION))
                .isEqualTo(new Values(List.of("Windows 98", "Darwin x86"), List.of("Darwin", "unlisted")));
    }
}
