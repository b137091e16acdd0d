// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.balrog.store.jooq.DefaultSchema;
import dev.balrog.store.migration.Dialect;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.jooq.DSLContext;
import org.jooq.Table;

/** The tables of a database: are they the right ones, and making them so. */
public final class Schema {
    /** The migrations up to this one make exactly the tables of the reference; later ones make tables of our own. */
    private static final MigrationVersion REFERENCE_TABLES_MADE_BY = MigrationVersion.fromVersion("1.6");

    private static final String REFERENCE_REVISION = "0001";
    /** Of the tool that the reference used before; its schema is that of the revision. */
    private static final int REFERENCE_MIGRATE_VERSION = 37;

    private static final String HISTORY = "flyway_schema_history";

    private final Database database;

    public Schema(Database database) {
        this.database = database;
    }

    /** The tables that this project shares with the reference. */
    static List<Table<?>> sharedTables() {
        return DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
                .filter(table -> !table.getName().startsWith("balrog_"))
                .toList();
    }

    /**
     * Looks at the tables, without changing anything.
     *
     * @throws StoreException when the database can't be reached
     */
    public SchemaStatus status() {
        return database.read(sql -> {
            Set<String> tables = tables(sql);
            if (tables.isEmpty()) {
                return new SchemaStatus.Empty();
            }
            Optional<SchemaStatus> reference = reference(sql, tables);
            if (reference.isPresent() && !(reference.get() instanceof SchemaStatus.AdoptableReference)) {
                return reference.get();
            }
            if (tables.contains(HISTORY)) {
                return migrated();
            }
            return reference.orElseGet(
                    () -> new SchemaStatus.Foreign("The database has tables of something else, such as "
                            + tables.iterator().next()));
        });
    }

    /**
     * Checks that rules and releases can be read by this version, be the tables its own or the reference's.
     *
     * @throws StoreException when they can't, or when the database can't be reached
     */
    public void requireReadable() {
        SchemaStatus status = status();
        if (!status.readable()) {
            throw unusable(status);
        }
    }

    /**
     * Checks that all tables of this version are there, as changing anything needs them.
     *
     * @throws StoreException when they are not, or when the database can't be reached
     */
    public void requireUpToDate() {
        SchemaStatus status = status();
        if (!(status instanceof SchemaStatus.UpToDate)) {
            throw unusable(status);
        }
    }

    /**
     * Makes the tables in an empty database, brings those of an earlier version up to date, and adopts a database of
     * the reference, whose tables stay as they are. Finishes what an upgrade began that was interrupted or failed.
     *
     * @return the versions and descriptions of the migrations applied, in order
     * @throws StoreException when the database is of none of these kinds, or can't be reached or written
     */
    public List<String> upgrade() {
        SchemaStatus status = status();
        return switch (status) {
            case SchemaStatus.UpToDate _ -> List.of();
            case SchemaStatus.Empty _, SchemaStatus.Behind _, SchemaStatus.Broken _ -> migrate(false);
            case SchemaStatus.AdoptableReference _ -> migrate(true);
            case SchemaStatus.TooOld _, SchemaStatus.TooNew _, SchemaStatus.Foreign _ -> throw unusable(status);
        };
    }

    private StoreException unusable(SchemaStatus status) {
        return new StoreException(database.uri() + ": " + status.description());
    }

    private Set<String> tables(DSLContext sql) {
        String query = database.isSqlite()
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                : "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()";
        return new TreeSet<>(sql.fetch(query).getValues(0, String.class));
    }

    /** What the reference's version tables say; empty when there are none. */
    private static Optional<SchemaStatus> reference(DSLContext sql, Set<String> tables) {
        if (tables.contains("alembic_version")) {
            List<String> revisions = sql.select(field(name("version_num"), String.class))
                    .from(table(name("alembic_version")))
                    .fetch(0, String.class);
            if (revisions.equals(List.of(REFERENCE_REVISION))) {
                return Optional.of(adoptable("alembic revision " + REFERENCE_REVISION, tables));
            }
            return Optional.of(new SchemaStatus.TooNew("The database was made by the Python version of Balrog at"
                    + " alembic revision " + String.join(", ", revisions) + ", but this version only knows "
                    + REFERENCE_REVISION));
        }
        if (tables.contains("migrate_version")) {
            int version = sql
                    .select(field(name("version"), Integer.class))
                    .from(table(name("migrate_version")))
                    .fetch(0, int.class)
                    .stream()
                    .findFirst()
                    .orElse(0);
            if (version == REFERENCE_MIGRATE_VERSION) {
                return Optional.of(adoptable("migrate version " + version, tables));
            }
            String found = "The database was made by the Python version of Balrog at migrate version " + version
                    + ", but this version only knows " + REFERENCE_MIGRATE_VERSION;
            return Optional.of(
                    version < REFERENCE_MIGRATE_VERSION
                            ? new SchemaStatus.TooOld(found + ": upgrade it with the Python version first")
                            : new SchemaStatus.TooNew(found));
        }
        return Optional.empty();
    }

    private static SchemaStatus adoptable(String version, Set<String> tables) {
        Set<String> missing = sharedTables().stream()
                .map(Table::getName)
                .filter(table -> !tables.contains(table))
                .collect(Collectors.toCollection(TreeSet::new));
        return missing.isEmpty()
                ? new SchemaStatus.AdoptableReference(version)
                : new SchemaStatus.Foreign("The database says that it was made by the Python version of Balrog ("
                        + version + "), but it lacks the tables " + String.join(", ", missing));
    }

    private SchemaStatus migrated() {
        MigrationInfo[] all;
        try {
            all = flyway().info().all();
        } catch (FlywayException e) {
            throw database.failure(e);
        }
        List<String> future = describe(all, Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED));
        if (!future.isEmpty()) {
            return new SchemaStatus.TooNew(
                    "The database was upgraded by a newer version (" + String.join(", ", future) + "): use that one");
        }
        List<String> failed = describe(all, Set.of(MigrationState.FAILED));
        if (!failed.isEmpty()) {
            return new SchemaStatus.Broken(
                    "The migration " + String.join(", ", failed) + " failed half-way: run balrog db upgrade again");
        }
        List<String> pending = describe(all, Set.of(MigrationState.PENDING));
        return pending.isEmpty() ? new SchemaStatus.UpToDate() : new SchemaStatus.Behind(pending, onlyOwnPending(all));
    }

    private static boolean onlyOwnPending(MigrationInfo[] migrations) {
        return Arrays.stream(migrations)
                .filter(migration -> migration.getState() == MigrationState.PENDING)
                .allMatch(migration -> migration.getVersion().isNewerThan(REFERENCE_TABLES_MADE_BY));
    }

    private static List<String> describe(MigrationInfo[] migrations, Set<MigrationState> states) {
        return Arrays.stream(migrations)
                .filter(migration -> states.contains(migration.getState()))
                .map(migration -> migration.getVersion() + " (" + migration.getDescription() + ")")
                .toList();
    }

    private List<String> migrate(boolean adopt) {
        try {
            Flyway flyway = flyway();
            if (adopt) {
                flyway.baseline();
            } else {
                // Forgets a migration that failed, so that it is tried again.
                flyway.repair();
            }
            return flyway.migrate().migrations.stream()
                    .map(migration -> migration.version + " (" + migration.description + ")")
                    .toList();
        } catch (FlywayException e) {
            throw database.failure(e);
        }
    }

    private Flyway flyway() {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database.connector())
                .locations("classpath:dev/balrog/store/migration")
                .table(HISTORY)
                .baselineVersion(REFERENCE_TABLES_MADE_BY)
                .baselineDescription("tables of the Python version")
                .placeholders((database.isSqlite() ? Dialect.SQLITE : Dialect.MARIADB).placeholders())
                .loggers(FlywayLog.class.getName())
                .load();
    }
}
