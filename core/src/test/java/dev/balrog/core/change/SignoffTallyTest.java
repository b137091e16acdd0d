// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.change.SignoffTally.Missing;
import dev.balrog.core.change.SignoffTally.Satisfied;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignoffTallyTest {
    private static final SignoffRequirement TWO_AND_ONE =
            SignoffRequirement.of("relman", 2).and(SignoffRequirement.of("qa", 1));

    @Test
    void nothingIsMissingWhereNothingIsRequired() {
        assertThat(tally(SignoffRequirement.NONE, List.of())).isEqualTo(new Satisfied());
        assertThat(tally(SignoffRequirement.NONE, List.of("qa"))).isEqualTo(new Satisfied());
    }

    @Test
    void allIsMissingWhereNothingWasGiven() {
        assertThat(tally(TWO_AND_ONE, List.of()))
                .isEqualTo(new Missing(Map.of("relman", 2, "qa", 1), "No Signoffs given"));
        assertThat(tally(SignoffRequirement.of("qa", 0), List.of()))
                .isEqualTo(new Missing(Map.of(), "No Signoffs given"));
    }

    @Test
    void namesTheFirstRoleThatIsMissing() {
        assertThat(tally(TWO_AND_ONE, List.of("relman")))
                .isEqualTo(new Missing(Map.of("relman", 1, "qa", 1), "Not enough signoffs for role 'relman'"));
        assertThat(tally(TWO_AND_ONE, List.of("relman", "relman")))
                .isEqualTo(new Missing(Map.of("qa", 1), "Not enough signoffs for role 'qa'"));
        assertThat(tally(TWO_AND_ONE, List.of("other", "other", "other")))
                .isEqualTo(new Missing(Map.of("relman", 2, "qa", 1), "Not enough signoffs for role 'relman'"));
    }

    @Test
    void enoughIsEnough() {
        assertThat(tally(TWO_AND_ONE, List.of("qa", "relman", "relman"))).isEqualTo(new Satisfied());
        assertThat(tally(TWO_AND_ONE, List.of("qa", "relman", "x", "qa", "relman", "relman")))
                .isEqualTo(new Satisfied());
        assertThat(tally(SignoffRequirement.of("qa", 0), List.of("x"))).isEqualTo(new Satisfied());
    }

    @Test
    void givingWhatIsMissingSatisfies() {
        Property.forAll(500, random -> {
            Choice choice = new Choice(random);
            SignoffRequirement requirement = SignoffRequirement.NONE;
            for (int i = choice.below(4); i > 0; i--) {
                requirement = requirement.and(SignoffRequirement.of(role(choice), choice.below(4)));
            }
            List<String> given = new ArrayList<>();
            for (int i = choice.below(6); i > 0; i--) {
                given.add(role(choice));
            }
            if (tally(requirement, given) instanceof Missing missing) {
                missing.missingByRole().forEach((role, count) -> {
                    assertThat(count).isPositive();
                    for (int i = 0; i < count; i++) {
                        given.add(role);
                    }
                });
                given.add("someone");
            }
            assertThat(tally(requirement, given)).isEqualTo(new Satisfied());
        });
    }

    private static SignoffTally tally(SignoffRequirement requirement, List<String> roles) {
        return SignoffTally.of(
                requirement,
                roles.stream().map(role -> new CountedSignoff("ada", role, "")).toList());
    }

    private static String role(Choice choice) {
        return choice.of("a", "b", "c");
    }
}
