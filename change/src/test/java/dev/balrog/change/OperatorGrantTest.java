// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.change.Permission;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OperatorGrantTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1000));

    @TempDir
    private Path directory;

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @ParameterizedTest
    @EnumSource
    void givesAPermissionAndRolesAndLeavesATrace(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            new OperatorGrant("ada@example.com", Permission.ADMIN, Set.of(), Set.of(), Set.of("releng"))
                    .apply(database, "operator root", CLOCK);
            new OperatorGrant("ada@example.com", Permission.ADMIN, Set.of("Firefox"), Set.of(), Set.of("releng"))
                    .apply(database, "operator root", CLOCK);

            JsonNode state = TestDatabases.state(database);
            assertThat(state.get("permissions")).isEqualTo(json("""
                    [{"permission": "admin", "username": "ada@example.com", "options": {"products": ["Firefox"]},
                      "data_version": 2}]"""));
            assertThat(state.get("user_roles"))
                    .isEqualTo(
                            json("[{\"username\": \"ada@example.com\", \"role\": \"releng\", \"data_version\": 1}]"));
            assertThat(state.get("permissions_history").findValuesAsString("changed_by"))
                    .containsExactly("operator root", "operator root", "operator root");
        }
    }

    @Test
    void refusesLimitsThatThePermissionDoesNotHave() {
        assertThatThrownBy(() -> new OperatorGrant("ada", Permission.ADMIN, Set.of(), Set.of("create"), Set.of()))
                .hasMessage("admin can't be limited to actions");
        assertThatThrownBy(() -> new OperatorGrant(" ", Permission.ADMIN, Set.of(), Set.of(), Set.of()))
                .hasMessageContaining("without whitespace");
    }

    /** Such a name could not be addressed by the API any more, so that the permission could not be taken back. */
    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "project/releng/x", "\u00e9@x", "ada@example.com ", "a\tb", "a\u0000b"})
    void refusesNamesThatTheApiRefuses(String name) {
        assertThatThrownBy(() -> new OperatorGrant(name, Permission.RULE, Set.of(), Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the user name");
        assertThatThrownBy(() -> new OperatorGrant("a".repeat(101), Permission.RULE, Set.of(), Set.of(), Set.of()))
                .hasMessageContaining("is longer than 100 characters");
    }

    @Test
    void refusesProductsActionsAndRolesThatAreNone() {
        assertThatThrownBy(() -> new OperatorGrant("ada", Permission.RULE, Set.of(""), Set.of(), Set.of()))
                .hasMessageContaining("the product ''");
        assertThatThrownBy(() -> new OperatorGrant("ada", Permission.RULE, Set.of("N\u00e4me"), Set.of(), Set.of()))
                .hasMessageContaining("the product");
        assertThatThrownBy(() -> new OperatorGrant("ada", Permission.RULE, Set.of(), Set.of("frobnicate"), Set.of()))
                .hasMessageContaining("there is no action 'frobnicate'");
        assertThatThrownBy(() -> new OperatorGrant("ada", Permission.RULE, Set.of(), Set.of(), Set.of("r".repeat(60))))
                .hasMessageContaining("the role");
    }
}
