// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LostPermissionTest {
    private static final Row ONE = Row.of(USERNAME, "bob").with(PERMISSIONS.PERMISSION, "rule");
    private static final Row OTHER = Row.of(USERNAME, "bob").with(PERMISSIONS.PERMISSION, "release");

    @TempDir
    private Path directory;

    @Test
    void whoLosesTheLastPermissionLosesTheirRoles() {
        assertRolesAreLost(transaction -> transaction.delete(Entity.PERMISSIONS, OTHER, 1));
    }

    @Test
    void alsoWhenItWasScheduled() {
        assertRolesAreLost(transaction -> transaction.enact(
                Entity.PERMISSIONS,
                transaction
                        .schedule(
                                Entity.PERMISSIONS,
                                ChangeType.DELETE,
                                OTHER.with(DATA_VERSION, 1).with(WHEN, 4_000_000_000_000L))
                        .id()));
    }

    private void assertRolesAreLost(Consumer<Transaction> deletion) {
        Database database = TestDatabases.create(Kind.SQLITE, directory);
        try (EngineOn engine = new EngineOn(database, directory)) {
            TestDatabases.fill(database, json("""
                    {'permissions': [
                       {'username': 'ada', 'permission': 'admin', 'data_version': 1},
                       {'username': 'bob', 'permission': 'rule', 'data_version': 1},
                       {'username': 'bob', 'permission': 'release', 'data_version': 1}],
                     'user_roles': [{'username': 'bob', 'role': 'qa', 'data_version': 1}]}"""));
            engine.at(4_000_000_000_000L);
            engine.engine().write("ada", transaction -> {
                transaction.delete(Entity.PERMISSIONS, ONE, 1);
                assertThat(transaction.roles("bob")).containsExactly("qa");
                deletion.accept(transaction);
                assertThat(transaction.roles("bob")).isEmpty();
                return transaction;
            });
            assertThat(engine.state().get("user_roles_history").findValuesAsString("username"))
                    .containsExactly("bob");
        }
    }
}
