// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactVersionTest {

    @Test
    void ordersByNumbersAndPutsPrereleasesFirst() {
        List<String> ascending = List.of(
                "0.7",
                "1.0rc1",
                "1.0",
                "1.5.0.2",
                "1.5.0.10",
                "2.0.0.1",
                "3.6b1",
                "3.6b2",
                "3.6b10",
                "3.6p1",
                "3.6",
                "3.6.3plugin1",
                "3.6.3",
                "3.6.10",
                "4.0b12",
                "4.0",
                "9.0",
                "10.0",
                "60.0a1",
                "60.0a2",
                "60.0",
                "60.0.1a1",
                "60.0.1",
                "60.0.10",
                "60.1",
                "60.10",
                "100.0");

        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(exact(ascending.get(i)).compareTo(exact(ascending.get(j)))))
                        .as("%s to %s", ascending.get(i), ascending.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void knowsNoDifferenceBetweenWaysToWriteTheSame() {
        assertThat(exact("60.0")).isEqualByComparingTo(exact("60.0.0"));
        assertThat(exact("60.0")).isEqualByComparingTo(exact("060.00"));
        assertThat(exact("1.5.0.2")).isEqualByComparingTo(exact("1.5.9.2"));
        assertThat(exact("1.5.0.2")).isEqualByComparingTo(exact("1.5.2"));
        assertThat(exact("3.6.3plugin1")).isEqualByComparingTo(exact("3.6.3p1"));
    }

    @Test
    void ordersCapitalTagsBeforeSmallOnes() {
        assertThat(exact("3.6RC1")).isLessThan(exact("3.6alpha1"));
    }

    @Test
    void isAnOrder() {
        Property.forAll(2_000, random -> {
            Choice choice = new Choice(random);
            ExactVersion a = exact(RandomRules.exactVersion(choice));
            ExactVersion b = exact(RandomRules.exactVersion(choice));
            ExactVersion c = exact(RandomRules.exactVersion(choice));

            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
            assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
            List<ExactVersion> sorted = new ArrayList<>(List.of(a, b, c));
            Collections.sort(sorted);
            assertThat(sorted.get(0)).isLessThanOrEqualTo(sorted.get(2));
        });
    }

    private static ExactVersion exact(String version) {
        return (ExactVersion) VersionScheme.parseMozilla(version);
    }
}
