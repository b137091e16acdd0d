// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RightsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest(name = "{0} with {1}: {2} for {3} is {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Without restrictions.
                "rule  | -                                    | create | Firefox | true",
                "rule  | -                                    | create | -       | true",
                "rule  | null                                 | delete | Firefox | true",
                "rule  | {}                                   | delete | Firefox | true",
                "rule  | {\"products\": [], \"actions\": null} | delete | Firefox | true",
                // By action.
                "rule  | {\"actions\": [\"create\"]}          | create | Firefox | true",
                "rule  | {\"actions\": [\"create\"]}          | modify | Firefox | false",
                "rule  | {\"actions\": [\"create\"]}          | create | -       | true",
                // By product: what belongs to all products is more than one of them.
                "rule  | {\"products\": [\"Firefox\"]}        | create | Firefox | true",
                "rule  | {\"products\": [\"Firefox\"]}        | create | firefox | false",
                "rule  | {\"products\": [\"Firefox\"]}        | create | Fire    | false",
                "rule  | {\"products\": [\"Firefox\"]}        | create | -       | false",
                // Both.
                "rule  | {\"products\": [\"A\", \"B\"], \"actions\": [\"set\"]} | set   | B | true",
                "rule  | {\"products\": [\"A\", \"B\"], \"actions\": [\"set\"]} | unset | B | false",
                "rule  | {\"products\": [\"A\", \"B\"], \"actions\": [\"set\"]} | set   | C | false",
                // Admin.
                "admin | -                                    | enact  | -       | true",
                "admin | {\"products\": [\"Firefox\"]}        | delete | Firefox | true",
                "admin | {\"products\": [\"Firefox\"]}        | delete | Other   | false",
                "admin | {\"products\": [\"Firefox\"]}        | delete | -       | false",
                // Another permission.
                "release | -                                  | create | Firefox | false",
                // A restriction that can't be read.
                "rule  | {\"products\": \"Firefox\"}          | create | Fire    | false",
                "rule  | {\"products\": \"Firefox\"}          | create | Firefox | true",
                "rule  | {\"products\": {\"Firefox\": 1}}     | create | Firefox | false",
                "rule  | {\"products\": [7]}                  | create | Firefox | false",
                "rule  | {\"actions\": 0}                     | create | Firefox | false",
                // No object: there is nothing in it that restricts.
                "rule  | []                                   | create | Firefox | true",
            })
    void allowWhatWasGranted(
            String granted, @Nullable String options, String action, @Nullable String product, boolean allowed) {
        Permission permission = Permission.of(granted).orElseThrow();
        Rights rights = new Rights(List.of(Grant.of(permission, options == null ? null : JSON.readTree(options))));

        assertThat(rights.allows(Permission.RULE, action(action), product)).isEqualTo(allowed);
    }

    @Test
    void anAdminOfAProductHasNoRightsElsewhereWhateverElseWasGranted() {
        Rights rights = new Rights(List.of(
                new Grant(Permission.RULE, Set.of(), Set.of()),
                new Grant(Permission.ADMIN, Set.of(), Set.of("Firefox"))));

        assertThat(rights.isAdmin()).isTrue();
        assertThat(rights.allows(Permission.RULE, Action.CREATE, "Firefox")).isTrue();
        assertThat(rights.allows(Permission.RULE, Action.CREATE, "Other")).isFalse();
    }

    @Test
    void nobodyIsAllowedAnythingWithoutAGrant() {
        assertThat(Rights.NONE.isAdmin()).isFalse();
        for (Permission permission : Permission.values()) {
            for (Action action : Action.values()) {
                assertThat(Rights.NONE.allows(permission, action, null)).isFalse();
            }
        }
    }

    @Test
    void aGrantNeverTakesAnythingAwayUnlessItIsOfAdmin() {
        Property.forAll(500, random -> {
            Choice choice = new Choice(random);
            List<Grant> grants = new ArrayList<>();
            for (Permission permission : Permission.values()) {
                if (permission != Permission.ADMIN && choice.percent(50)) {
                    grants.add(grant(choice, permission));
                }
            }
            Rights all = new Rights(grants);
            Permission asked = choice.of(Permission.values());
            Action action = choice.of(Action.values());
            String product = choice.maybe(80, () -> choice.of("A", "B", "C"));
            boolean byOne =
                    grants.stream().anyMatch(grant -> new Rights(List.of(grant)).allows(asked, action, product));

            assertThat(all.allows(asked, action, product)).isEqualTo(byOne);
            assertThat(all.isAdmin()).isFalse();
        });
    }

    @Test
    void aFurtherRestrictionNeverAllowsMore() {
        Property.forAll(500, random -> {
            Choice choice = new Choice(random);
            Permission permission = choice.of(Permission.values());
            Grant grant = grant(choice, permission);
            Grant free = new Grant(permission, Set.of(), Set.of());
            Action action = choice.of(Action.values());
            String product = choice.maybe(80, () -> choice.of("A", "B", "C"));

            assertThat(new Rights(List.of(free)).allows(permission, action, product))
                    .isTrue();
            if (product == null && !grant.products().isEmpty()) {
                assertThat(new Rights(List.of(grant)).allows(permission, action, product))
                        .isFalse();
            }
        });
    }

    @Test
    void permissionsKnowTheirOptions() {
        assertThat(Stream.of(Permission.values()).map(Permission::id))
                .containsExactlyInAnyOrder(
                        "admin",
                        "emergency_shutoff",
                        "release",
                        "release_locale",
                        "release_read_only",
                        "rule",
                        "pinnable_release",
                        "permission",
                        "required_signoff",
                        "scheduled_change");
        assertThat(Permission.of("fake")).isEmpty();
        assertThat(Permission.ADMIN.hasOption("products")).isTrue();
        assertThat(Permission.ADMIN.hasOption("actions")).isFalse();
        assertThat(Permission.ADMIN.hasOption("foo")).isFalse();
        assertThat(Permission.PERMISSION.hasOption("products")).isFalse();
        assertThat(Permission.PINNABLE_RELEASE.hasOption("actions")).isFalse();
        assertThat(Permission.RULE.limits()).containsExactlyInAnyOrder(Permission.Limit.values());
    }

    private static Grant grant(Choice choice, Permission permission) {
        Set<String> actions = choice.percent(50)
                ? Set.of()
                : Set.of(choice.of(Action.values()).id());
        Set<String> products = choice.percent(50) ? Set.of() : Set.of(choice.of("A", "B"));
        return new Grant(permission, actions, products);
    }

    private static Action action(String id) {
        return Arrays.stream(Action.values())
                .filter(action -> action.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
