// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.Database;
import dev.balrog.store.InvalidValueException;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings F10b, F15 and 12: databases whose collations and types are those of another time. */
class ColumnFindingsTest {
    private static final String EMOJI = "\uD83E\uDD8A";

    @TempDir
    private Path directory;

    @Test
    void findsNothingWrongWithTablesOfItsOwn() {
        for (Kind kind : Kind.values()) {
            try (Database database = TestDatabases.create(kind, directory)) {
                assertThat(new Schema(database).columnProblems()).isEmpty();
                assertThat(new Schema(database).widenColumns()).isEmpty();
            }
        }
    }

    @Test
    void widensColumnsThatAreTooSmall() {
        try (Database database = TestDatabases.create(Kind.MARIADB, directory)) {
            database.write(sql -> {
                sql.execute("ALTER TABLE rules_history MODIFY timestamp INT NOT NULL");
                sql.execute("ALTER TABLE rules_scheduled_changes_conditions MODIFY `when` INT");
                return sql.execute("ALTER TABLE releases MODIFY data TEXT NOT NULL");
            });
            Schema schema = new Schema(database);
            assertThat(schema.columnProblems())
                    .satisfiesExactly(
                            times -> assertThat(times)
                                    .contains("rules_history.timestamp, rules_scheduled_changes_conditions.when")
                                    .contains("db upgrade widens"),
                            texts -> assertThat(texts).contains("releases.data").contains("db upgrade widens"));
            assertThat(schema.widenColumns())
                    .containsExactlyInAnyOrder(
                            "Widened rules_history.timestamp to BIGINT",
                            "Widened rules_scheduled_changes_conditions.when to BIGINT",
                            "Widened releases.data to LONGTEXT");
            assertThat(schema.columnProblems()).isEmpty();
            database.write(sql -> sql.execute("INSERT INTO rules_history (changed_by, timestamp, rule_id)"
                    + " VALUES ('ada', 1900000000000, 1)"));
        }
    }

    @Test
    void namesCollationsAndCharacterSets() {
        try (Database database = TestDatabases.create(Kind.MARIADB, directory)) {
            database.write(sql -> {
                sql.execute("ALTER TABLE permissions CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
                return sql.execute("ALTER TABLE releases CONVERT TO CHARACTER SET utf8mb3 COLLATE utf8mb3_bin");
            });
            assertThat(new Schema(database).columnProblems())
                    .satisfiesExactly(
                            collation -> assertThat(collation)
                                    .contains("tables permissions (collation utf8mb4_general_ci)")
                                    .contains("COLLATE utf8mb4_bin"),
                            charset -> assertThat(charset).contains("tables releases (character set utf8mb3)"));
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> database.write(sql -> sql.execute(
                            "INSERT INTO releases (name, product, data, data_version) VALUES (?, 'a', '{}', 1)",
                            EMOJI)))
                    .satisfies(e -> assertThat(e.reason()).contains("Incorrect string value"));
        }
    }

    /** A time comes from the server: that it does not fit is no client's fault. */
    @Test
    void tellsWrongValuesFromWrongTables() {
        try (Database database = TestDatabases.create(Kind.MARIADB, directory)) {
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> database.write(sql -> sql.execute(
                            "INSERT INTO permissions (permission, username, data_version) VALUES ('rule', ?, 1)",
                            "a".repeat(200))))
                    .satisfies(e -> assertThat(e.reason()).contains("username"));
            database.write(sql -> sql.execute("ALTER TABLE rules_history MODIFY timestamp INT NOT NULL"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(
                            () -> database.write(
                                    sql -> sql.execute(
                                            "INSERT INTO rules_history (changed_by, timestamp, rule_id) VALUES ('a', 1900000000000, 1)")))
                    .isNotInstanceOf(InvalidValueException.class);
        }
    }
}
