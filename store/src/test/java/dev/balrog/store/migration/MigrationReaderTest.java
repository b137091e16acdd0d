// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationReaderTest {
    private static final String TABLES = """
            CREATE TABLE letters (
                id ${generated_key},
                name VARCHAR(20) NOT NULL,
                place VARCHAR(20),
                weight INTEGER,
                stamp INTEGER NOT NULL DEFAULT 7
            ) ${table_options};
            CREATE INDEX letters_stamp ON letters (stamp);
            """;

    private static List<Change> changes(String sql) {
        MigrationReader reader = new MigrationReader(Dialect.MARIADB);
        reader.read(new MigrationScript("V1_1__letters.sql", TABLES));
        return reader.read(new MigrationScript("V1_2__test.sql", sql));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE letters ADD COLUMN note VARCHAR(10)                         | COLUMN_ADDED
            ALTER TABLE letters ADD COLUMN note VARCHAR(10) NULL                    | COLUMN_ADDED
            ALTER TABLE letters ADD COLUMN IF NOT EXISTS note VARCHAR(10)           | COLUMN_ADDED
            ALTER TABLE letters ADD COLUMN kind INTEGER NOT NULL DEFAULT 0          | COLUMN_ADDED
            ALTER TABLE letters ADD COLUMN kind INTEGER NOT NULL                    | REQUIRED_COLUMN_ADDED
            ALTER TABLE letters MODIFY COLUMN place VARCHAR(40) NULL                     | COLUMN_WIDENED
            ALTER TABLE letters MODIFY COLUMN place VARCHAR(200) NULL                    | COLUMN_REWRITTEN
            ALTER TABLE letters MODIFY COLUMN weight BIGINT NULL                         | COLUMN_REWRITTEN
            ALTER TABLE letters MODIFY COLUMN place VARCHAR(10) NULL                     | COLUMN_CHANGED
            ALTER TABLE letters MODIFY COLUMN place VARCHAR(20) NOT NULL            | COLUMN_CHANGED
            ALTER TABLE letters MODIFY COLUMN name VARCHAR(20) NULL                      | COLUMN_CHANGED
            ALTER TABLE letters MODIFY COLUMN place INTEGER NULL                         | COLUMN_CHANGED
            ALTER TABLE letters DROP COLUMN place                                   | COLUMN_DROPPED
            ALTER TABLE letters RENAME TO mail                                      | TABLE_DROPPED
            ALTER TABLE letters ADD CONSTRAINT u UNIQUE (name)                      | CONSTRAINT_ADDED
            ALTER TABLE letters ADD CONSTRAINT positive CHECK (weight > 0)          | CONSTRAINT_ADDED
            ALTER TABLE letters ADD INDEX letters_name (name)                       | INDEX_ADDED
            ALTER TABLE letters DROP PRIMARY KEY                                    | CONSTRAINT_DROPPED
            CREATE INDEX letters_name ON letters (name)                             | INDEX_ADDED
            CREATE UNIQUE INDEX letters_name ON letters (name)                      | UNIQUE_INDEX_ADDED
            DROP INDEX letters_stamp ON letters                                     | INDEX_DROPPED
            CREATE TABLE parcels (id INTEGER)                                       | TABLE_MADE
            DROP TABLE letters                                                      | TABLE_DROPPED
            DELETE FROM letters WHERE id = 1                                        | ROWS_DELETED
            TRUNCATE TABLE letters                                                  | ROWS_DELETED
            UPDATE letters SET place = 'x'                                          | ROWS_CHANGED
            INSERT INTO letters (name) VALUES ('x')                                 | ROWS_CHANGED
            """)
    void knowsWhatAStatementDoes(String sql, Effect effect) {
        assertThat(changes(sql))
                .extracting(Change::effect, Change::table)
                .hasSize(1)
                .first()
                .isEqualTo(org.assertj.core.groups.Tuple.tuple(
                        effect, effect == Effect.TABLE_MADE ? "parcels" : "letters"));
    }

    @Test
    void takesARenamedColumnForOneThatIsGone() {
        assertThat(changes("ALTER TABLE letters RENAME COLUMN place TO town"))
                .extracting(Change::effect)
                .containsExactly(Effect.COLUMN_DROPPED, Effect.COLUMN_ADDED);
    }

    @Test
    void findsADestructiveStatementAmongOthers() {
        List<Change> changes = changes(
                "CREATE TABLE parcels (id INTEGER); ALTER TABLE letters DROP COLUMN place; CREATE TABLE boxes (id INTEGER)");
        assertThat(changes).hasSize(3);
        assertThat(MigrationReader.kindOf(changes)).isEqualTo(MigrationKind.DESTRUCTIVE);
        assertThat(changes.get(1).describe()).isEqualTo("drops or renames the column letters.place");
    }

    @Test
    void minorsChangesOfWhatTheScriptItselfHasMade() {
        List<Change> changes = changes("""
                CREATE TABLE IF NOT EXISTS parcels (id INTEGER);
                DELETE FROM parcels;
                INSERT INTO parcels (id) VALUES (1);
                ALTER TABLE letters ADD COLUMN town VARCHAR(20);
                UPDATE letters SET town = place;
                """);
        assertThat(changes)
                .extracting(Change::effect)
                .containsExactly(Effect.TABLE_MADE, Effect.COLUMN_ADDED, Effect.COLUMN_FILLED);
        assertThat(MigrationReader.kindOf(changes)).isEqualTo(MigrationKind.ADDITIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "CREATE VIEW heavy AS SELECT * FROM letters WHERE weight > 9",
                "ALTER TABLE letters MODIFY COLUMN place VARCHAR(20) NULL"
            })
    void refusesWhatItDoesNotKnow(String sql) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> changes(sql))
                .withMessageStartingWith("V1_2__test.sql: the effect of '");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL rewrite_everything()",
                "ALTER TABLE letters ENGINE = MyISAM",
                "OPTIMIZE TABLE letters",
                "CREATE TABLE parcels (id INTEGER",
                "GRANT SELECT ON letters TO everybody",
                "ALTER TABLE letters RENAME COLUMN stamp TO mark",
                "ALTER TABLE letters MODIFY COLUMN name VARCHAR(40)"
            })
    void refusesWhatItCannotRead(String sql) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> changes(sql))
                .withMessageStartingWith("V1_2__test.sql")
                .satisfies(refused ->
                        assertThat(String.valueOf(refused.getMessage()).lines()).hasSize(1));
    }

    @Test
    void refusesTablesThatAreNotThere() {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> changes("ALTER TABLE parcels ADD COLUMN a INTEGER"))
                .withMessageContaining("does not fit the tables");
    }
}
