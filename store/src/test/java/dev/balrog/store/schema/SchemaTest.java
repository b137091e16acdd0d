// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import static dev.balrog.store.jooq.Tables.BALROG_AUDIT_LOG;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_LOCK;
import static dev.balrog.store.jooq.Tables.BALROG_HISTORY_QUEUE;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.MariaDbServer;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.TlsMode;
import dev.balrog.store.jooq.DefaultSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class SchemaTest {
    private static final List<String> OWN_TABLES = OwnMigrations.described();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void anEmptyDatabaseGetsAllTables(Kind kind) {
        try (Database database = new Database(TestDatabases.uri(kind, directory), DatabaseOptions.forWriting())) {
            Schema schema = new Schema(database);
            assertThat(schema.status()).isEqualTo(new SchemaStatus.Empty());
            assertThat(schema.upgrade())
                    .hasSize(6 + OwnMigrations.files().size())
                    .first()
                    .isEqualTo("1.1 (rules)");
            assertThat(schema.status()).isEqualTo(new SchemaStatus.UpToDate());
            assertThat(schema.upgrade()).isEmpty();
            assertThatCode(schema::requireReadable).doesNotThrowAnyException();
            database.read(sql -> {
                assertThat(ReferenceTables.shared())
                        .hasSize(72)
                        .allSatisfy(table -> assertThat(sql.fetch(table)).isEmpty());
                return 0;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysCountUpAndAliasesAreUniqueAndComparedExactly(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            database.write(sql -> {
                for (String alias : List.of("nightly", "Nightly", "nightlý")) {
                    sql.insertInto(RULES, RULES.ALIAS, RULES.UPDATE_TYPE, RULES.DATA_VERSION)
                            .values(alias, "minor", 1)
                            .execute();
                }
                assertThat(sql.select(RULES.RULE_ID)
                                .from(RULES)
                                .orderBy(RULES.RULE_ID)
                                .fetch(RULES.RULE_ID))
                        .containsExactly(1, 2, 3);
                assertThat(sql.fetchCount(RULES, RULES.ALIAS.eq("Nightly"))).isEqualTo(1);
                assertThatExceptionOfType(IntegrityConstraintViolationException.class)
                        .isThrownBy(() -> sql.insertInto(RULES, RULES.ALIAS, RULES.UPDATE_TYPE, RULES.DATA_VERSION)
                                .values("nightly", "minor", 1)
                                .execute());
                return 0;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseOfTheReferenceIsAdopted(Kind kind) {
        try (Database database = madeByTheReference(kind, "alembic_version", "version_num", "'0001'")) {
            Schema schema = new Schema(database);
            assertThat(schema.status()).isEqualTo(new SchemaStatus.AdoptableReference("alembic revision 0001"));
            assertThatCode(schema::requireReadable).doesNotThrowAnyException();
            List<String> before = definitions(database);
            assertThat(schema.upgrade()).isEqualTo(OWN_TABLES);
            assertThat(schema.status()).isEqualTo(new SchemaStatus.UpToDate());
            assertThat(definitions(database)).isEqualTo(before);
            assertOwnTablesAreThere(database);
        }
    }

    /** Mozilla's tools create all tables again, and fail, where they find no revision. */
    @ParameterizedTest
    @EnumSource
    void aNewDatabaseHasTheRevisionOfMozillasTools(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            Schema schema = new Schema(database);
            assertThat(revisions(database)).containsExactly("0001");
            assertThat(schema.status()).isEqualTo(new SchemaStatus.UpToDate());
            assertThat(schema.upgrade()).isEmpty();
            assertThat(revisions(database)).containsExactly("0001");

            // A database of an earlier version, and one whose creation was interrupted.
            database.write(sql -> sql.execute("DROP TABLE alembic_version"));
            schema.upgrade();
            assertThat(revisions(database)).containsExactly("0001");
            database.write(sql -> sql.execute("DELETE FROM alembic_version"));
            assertThat(schema.status()).isEqualTo(new SchemaStatus.UpToDate());
            schema.upgrade();
            assertThat(revisions(database)).containsExactly("0001");

            database.write(sql -> sql.execute("UPDATE alembic_version SET version_num = '0002'"));
            assertThat(schema.status()).isInstanceOf(SchemaStatus.TooNew.class);
        }
    }

    private static List<String> revisions(Database database) {
        return database.read(
                sql -> sql.fetch("SELECT version_num FROM alembic_version").getValues(0, String.class));
    }

    @Test
    void aDatabaseOfTheReferencesFormerMigrationsIsAdopted() {
        try (Database database = madeByTheReference(Kind.SQLITE, "migrate_version", "version", "37")) {
            Schema schema = new Schema(database);
            assertThat(schema.status()).isEqualTo(new SchemaStatus.AdoptableReference("migrate version 37"));
            assertThat(schema.upgrade()).isEqualTo(OWN_TABLES);
            assertThat(schema.status()).isEqualTo(new SchemaStatus.UpToDate());
        }
    }

    @Test
    void anAdoptedDatabaseIsRefusedOnceTheReferenceHasChangedIt() {
        try (Database database = madeByTheReference(Kind.SQLITE, "alembic_version", "version_num", "'0001'")) {
            Schema schema = new Schema(database);
            schema.upgrade();
            database.write(sql -> sql.execute("UPDATE alembic_version SET version_num = '0002'"));
            assertThat(schema.status()).isInstanceOf(SchemaStatus.TooNew.class);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(schema::requireReadable)
                    .withMessageContaining("0002");
            assertThatExceptionOfType(StoreException.class).isThrownBy(schema::upgrade);
        }
    }

    @Test
    void anOlderSchemaHasToBeUpgradedByTheReference() {
        try (Database database = madeByTheReference(Kind.SQLITE, "migrate_version", "version", "36")) {
            Schema schema = new Schema(database);
            assertThat(schema.status()).isInstanceOf(SchemaStatus.TooOld.class);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(schema::upgrade)
                    .withMessageContaining("version 36")
                    .withMessageContaining("upgrade it with Mozilla's Balrog first");
        }
    }

    @Test
    void aDatabaseOfTheReferenceThatLacksTablesIsRefused() {
        try (Database database = madeByTheReference(Kind.SQLITE, "alembic_version", "version_num", "'0001'")) {
            database.write(sql -> sql.execute("DROP TABLE pinnable_releases"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> new Schema(database).upgrade())
                    .withMessageContaining("lacks the tables pinnable_releases");
        }
    }

    @Test
    void aDatabaseOfSomethingElseIsLeftAlone() {
        try (Database database =
                new Database(TestDatabases.uri(Kind.SQLITE, directory), DatabaseOptions.forWriting())) {
            database.write(sql -> sql.execute("CREATE TABLE letters (text TEXT)"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> new Schema(database).upgrade())
                    .withMessageContaining("letters");
        }
    }

    @Test
    void whatAnEarlierVersionMadeIsBroughtUpToDate() {
        try (Database database = TestDatabases.create(Kind.SQLITE, directory)) {
            database.write(sql -> {
                dropOwnTables(sql);
                sql.execute("DROP TABLE dockerflow");
                sql.execute("DROP TABLE alembic_version");
                return sql.execute(
                        "DELETE FROM flyway_schema_history WHERE version NOT IN ('1.1', '1.2', '1.3', '1.4', '1.5')");
            });
            Schema schema = new Schema(database);
            assertThat(schema.status()).isEqualTo(new SchemaStatus.Behind(withDockerflow(), false, false));
            assertThatExceptionOfType(StoreException.class).isThrownBy(schema::requireReadable);
            assertThat(schema.upgrade()).isEqualTo(withDockerflow());
            assertThat(schema.status()).isEqualTo(new SchemaStatus.UpToDate());
        }
    }

    private static List<String> withDockerflow() {
        return Stream.concat(Stream.of("1.6 (dockerflow)"), OWN_TABLES.stream()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatOnlyLacksTablesForChangesCanBeReadAndIsBroughtUpToDate(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            database.write(sql -> {
                dropOwnTables(sql);
                return sql.execute(
                        "DELETE FROM flyway_schema_history WHERE version NOT IN ('1.1', '1.2', '1.3', '1.4', '1.5', '1.6')");
            });
            Schema schema = new Schema(database);
            assertThat(schema.status()).isEqualTo(new SchemaStatus.Behind(OWN_TABLES, true, false));
            assertThat(schema.status().description())
                    .endsWith("which only changes to the database need: run balrog db upgrade");
            assertThatCode(schema::requireReadable).doesNotThrowAnyException();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(schema::requireUpToDate)
                    .withMessageContaining("run balrog db upgrade");
            assertThat(schema.upgrade()).isEqualTo(OWN_TABLES);
            assertOwnTablesAreThere(database);
            assertThatCode(schema::requireUpToDate).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeThatWasInterruptedIsFinished(Kind kind) {
        List<String> complete;
        try (Database database = TestDatabases.create(kind, directory)) {
            complete = definitions(database);
        }
        try (Database database = TestDatabases.create(kind, directory)) {
            database.write(sql -> {
                // The last table of all.
                sql.execute("DROP TABLE alembic_version");
                sql.execute("DROP TABLE releases_json");
                sql.execute("DROP TABLE pinnable_releases");
                sql.execute("DROP TABLE balrog_change_lock");
                return sql.execute("DELETE FROM flyway_schema_history WHERE version <> '1.1'");
            });
            Schema schema = new Schema(database);
            assertThat(schema.status()).isInstanceOf(SchemaStatus.Behind.class);
            assertThat(schema.upgrade()).hasSize(5 + OWN_TABLES.size()).containsAll(OWN_TABLES);
            assertThat(schema.status()).isEqualTo(new SchemaStatus.UpToDate());
            assertThat(definitions(database)).isEqualTo(complete);
            assertOwnTablesAreThere(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAdoptionThatWasInterruptedIsFinished(Kind kind) {
        try (Database database = madeByTheReference(kind, "alembic_version", "version_num", "'0001'")) {
            List<String> before = definitions(database);
            // What is left of it when it ends before it could say which tables are there already.
            Flyway.configure()
                    .dataSource(database.connector())
                    .table("flyway_schema_history")
                    .locations("classpath:nothing")
                    .baselineVersion("0")
                    .load()
                    .baseline();
            database.write(sql -> sql.execute("DELETE FROM flyway_schema_history"));
            Schema schema = new Schema(database);
            schema.upgrade();
            assertThat(schema.status()).isEqualTo(new SchemaStatus.UpToDate());
            assertThat(definitions(database)).isEqualTo(before);
            assertOwnTablesAreThere(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeThatFailedIsTriedAgain(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            database.write(sql -> {
                sql.execute("DROP TABLE balrog_change_sets");
                sql.execute("DROP TABLE balrog_change_set_signoffs_history");
                return sql.execute("UPDATE flyway_schema_history SET success = 0 WHERE version = '1.16'");
            });
            Schema schema = new Schema(database);
            assertThat(schema.status().description())
                    .isEqualTo(
                            "The migration " + OWN_TABLES.getLast() + " failed half-way: run balrog db upgrade again");
            assertThatExceptionOfType(StoreException.class).isThrownBy(schema::requireReadable);
            assertThat(schema.upgrade()).containsExactly(OWN_TABLES.getLast());
            assertOwnTablesAreThere(database);
        }
    }

    @Test
    void ownTablesAreNotSharedWithTheReference() {
        assertThat(ReferenceTables.shared()).doesNotContain(BALROG_HISTORY_QUEUE, BALROG_CHANGE_LOCK, BALROG_AUDIT_LOG);
    }

    @Test
    void whatANewerVersionMadeIsLeftAlone() {
        try (Database database = TestDatabases.create(Kind.SQLITE, directory)) {
            database.write(sql -> sql.execute("INSERT INTO flyway_schema_history SELECT 99, '99', 'future', type,"
                    + " 'V99__future.sql', 1, installed_by, installed_on, 1, 1 FROM flyway_schema_history"
                    + " WHERE installed_rank = 1"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> new Schema(database).upgrade())
                    .withMessageContaining("99 (future)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoMayOnlyReadCanReadADatabaseOfTheReference(Kind kind) {
        try (Database database = madeByTheReference(kind, "alembic_version", "version_num", "'0001'")) {
            DatabaseUri uri = database.uri();
            if (uri instanceof DatabaseUri.MySql mysql) {
                MariaDbServer.shared()
                        .execute(
                                "CREATE OR REPLACE USER reader IDENTIFIED BY 'r'",
                                "GRANT SELECT ON " + mysql.name() + ".* TO reader");
                uri = new DatabaseUri.MySql(mysql.host(), mysql.port(), mysql.name(), "reader", "r", TlsMode.PREFERRED);
            }
            try (Database reader = new Database(uri, DatabaseOptions.forReading())) {
                assertThatCode(new Schema(reader)::requireReadable).doesNotThrowAnyException();
                assertThat(reader.<Integer>read(sql -> sql.fetchCount(RULES))).isZero();
            }
        }
    }

    private Database madeByTheReference(Kind kind, String table, String column, String version) {
        Database database = TestDatabases.create(kind, directory);
        database.write(sql -> {
            dropOwnTables(sql);
            sql.execute("DROP TABLE flyway_schema_history");
            sql.execute("DROP TABLE alembic_version");
            sql.execute("CREATE TABLE " + table + " (" + column + " VARCHAR(32) NOT NULL)");
            return sql.execute("INSERT INTO " + table + " VALUES (" + version + ")");
        });
        return database;
    }

    private static void dropOwnTables(DSLContext sql) {
        DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
                .map(Table::getName)
                .filter(table -> table.startsWith("balrog_"))
                .forEach(table -> sql.execute("DROP TABLE " + table));
    }

    private static void assertOwnTablesAreThere(Database database) {
        database.read(sql -> {
            assertThat(sql.fetchCount(BALROG_HISTORY_QUEUE)).isZero();
            assertThat(sql.fetchValues(BALROG_CHANGE_LOCK.ID)).containsExactly(1);
            // The log has begun.
            assertThat(sql.fetchCount(BALROG_AUDIT_LOG)).isPositive();
            return 0;
        });
    }

    private static List<String> definitions(Database database) {
        return database.read(sql -> ReferenceTables.shared().stream()
                .map(table -> database.isSqlite()
                        ? sql.fetch("SELECT sql FROM sqlite_master WHERE tbl_name = '" + table.getName() + "'")
                                .toString()
                        : sql.fetch("SHOW CREATE TABLE " + table.getName()).toString())
                .toList());
    }
}
