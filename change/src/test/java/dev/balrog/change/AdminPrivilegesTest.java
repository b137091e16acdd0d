// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.store.AdminPrivileges;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.Acknowledgement;
import dev.balrog.store.audit.AuditVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The change engine on a MariaDB account that has no more privileges than the admin app's is given in production. */
@Tag("slow")
class AdminPrivilegesTest {
    private static final String PASSWORD = "limited";

    @TempDir
    private Path directory;

    @Test
    void everyChangeIsPossibleAndHistoriesAndTheAuditLogCanOnlyBeAddedTo() {
        try (Database owner = TestDatabases.create(Kind.MARIADB, directory)) {
            MatrixWorld.fill(owner);
            new Acknowledgement("tester", "what the test begins with").write(owner, 1);
            DatabaseUri limited = limited(owner);
            try (EngineOn engine = new EngineOn(new Database(limited, DatabaseOptions.forWriting()), directory)) {
                Set<String> made = EveryChange.make(engine);
                for (Entity entity : MatrixWorld.changedDirectly()) {
                    for (ChangeType type : ChangeType.values()) {
                        if (entity != Entity.USER_ROLES || type == ChangeType.DELETE) {
                            assertThat(made)
                                    .containsAnyOf("now " + entity + " " + type, "enact " + entity + " " + type);
                        }
                    }
                }
                assertThat(new AuditVerifier(engine.database(), _ -> {})
                                .verify(1, List.of())
                                .findings())
                        .isEmpty();
                assertThat(AdminPrivileges.appendOnlyTables()).hasSize(42).contains("balrog_audit_log");
                for (String table : AdminPrivileges.appendOnlyTables()) {
                    assertDenied(engine.database(), "DELETE FROM " + table);
                    String column = table.equals("balrog_audit_log") ? "hash" : "changed_by";
                    assertDenied(engine.database(), "UPDATE " + table + " SET " + column + " = 'bob'");
                    assertDenied(engine.database(), "TRUNCATE TABLE " + table);
                }
                assertDenied(engine.database(), "DROP TABLE rules");
                assertDenied(engine.database(), "ALTER TABLE rules ADD COLUMN evil INTEGER");
            }
        }
    }

    private static DatabaseUri limited(Database owner) {
        String name = ((DatabaseUri.MySql) owner.uri()).name();
        String user = "limited_" + name;
        owner.write(sql -> sql.execute("CREATE USER '" + user + "'@'%' IDENTIFIED BY '" + PASSWORD + "'"));
        AdminPrivileges.grant(owner, user);
        DatabaseUri.MySql uri = (DatabaseUri.MySql) owner.uri();
        return DatabaseUri.parse("mysql://" + user + ":" + PASSWORD + "@" + uri.host() + ":" + uri.port() + "/" + name
                + "?ssl_mode=DISABLED");
    }

    private static void assertDenied(Database database, String statement) {
        assertThatExceptionOfType(StoreException.class)
                .as(statement)
                .isThrownBy(() -> database.write(sql -> sql.execute(statement)))
                .withMessageContaining("denied");
    }
}
