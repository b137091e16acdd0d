// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.migration.Dialect;
import dev.balrog.store.migration.MigrationException;
import dev.balrog.store.migration.MigrationKind;
import dev.balrog.store.migration.Migrations;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.jooq.DSLContext;

/** Checks, upgrades and downgrades of the database schema. */
public final class Schema {
    /**
     * Migration up to which the schema equals that of Mozilla's Balrog; later ones create tables of
     * this project.
     */
    private static final MigrationVersion REFERENCE_TABLES_MADE_BY = MigrationVersion.fromVersion("1.6");

    /** Migrations whose tables are only needed for changes. */
    private static final Set<MigrationVersion> ONLY_FOR_CHANGES = Stream.of(
                    "1.7", "1.8", "1.9", "1.10", "1.11", "1.12", "1.13", "1.14", "1.15", "1.16")
            .map(MigrationVersion::fromVersion)
            .collect(Collectors.toUnmodifiableSet());

    private static final String HISTORY = "flyway_schema_history";
    private static final String AUDIT_LOG = "balrog_audit_log";

    /** Longest wait for another process's upgrade, which may take long on a large table. */
    private static final Duration UPGRADE_TIMEOUT = Duration.ofHours(1);

    private final Database database;
    private final Migrations migrations;

    public Schema(Database database) {
        this(database, Migrations.bundled());
    }

    /** Creates a schema with other migrations than those of this version. */
    Schema(Database database, Migrations migrations) {
        this.database = database;
        this.migrations = migrations;
    }

    /**
     * Returns the status of the tables without changing anything.
     *
     * @throws StoreException when the database is unreachable
     */
    public SchemaStatus status() {
        return database.readDuringUpgrade(sql -> {
            Set<String> tables = tables(sql);
            if (tables.isEmpty()) {
                return new SchemaStatus.Empty();
            }
            Optional<SchemaStatus> reference = ReferenceTables.status(sql, tables);
            if (reference.isPresent() && !(reference.get() instanceof SchemaStatus.AdoptableReference)) {
                return reference.get();
            }
            if (tables.contains(HISTORY)) {
                return migrated();
            }
            return reference.orElseGet(
                    () -> new SchemaStatus.Foreign("The database has tables of another application, such as "
                            + tables.iterator().next()));
        });
    }

    /**
     * Checks that this version can read rules and releases from its own tables or those of
     * Mozilla's Balrog.
     *
     * @throws StoreException when it can't, or when the database is unreachable
     */
    public void requireReadable() {
        SchemaStatus status = status();
        if (!status.readable()) {
            throw unusable(status);
        }
    }

    /**
     * Checks that all tables needed for changes exist.
     *
     * @throws StoreException when one is missing, or when the database is unreachable
     */
    public void requireUpToDate() {
        SchemaStatus status = status();
        if (!status.changeable()) {
            throw unusable(status);
        }
    }

    /**
     * Upgrades the database: creates the tables in an empty database, migrates those of an earlier
     * version, or adopts a database of Mozilla's Balrog, whose tables stay unchanged. Completes an
     * upgrade that was interrupted or failed. Of several concurrent upgrades, one runs while the
     * others wait for it.
     *
     * @return the versions and descriptions of the applied migrations, in order
     * @throws StoreException when the database is of none of these kinds, is unreachable or can't
     *     be written, or when additive and destructive migrations are pending at once
     */
    public List<String> upgrade() {
        return upgrade(MigrationVersion.LATEST);
    }

    /**
     * Upgrades the database like {@link #upgrade}, but only to this version.
     *
     * @throws StoreException as for {@link #upgrade}, or when there is no such version
     */
    public List<String> upgradeTo(String version) {
        return upgrade(MigrationVersion.fromVersion(known(version)));
    }

    private List<String> upgrade(MigrationVersion target) {
        List<String> applied = isComplete(status()) ? List.of() : upgradeBehind(target);
        if (database.<Boolean>readDuringUpgrade(sql -> ReferenceTables.isUnstamped(sql, tables(sql)))) {
            lock().holding(() -> database.write(sql -> {
                ReferenceTables.stamp(sql);
                return applied;
            }));
        }
        if (hasAuditLog()) {
            AuditChain.begin(database, System.currentTimeMillis());
        }
        return applied;
    }

    /**
     * Returns whether the database has an audit log.
     *
     * @throws StoreException when the database is unreachable
     */
    public boolean hasAuditLog() {
        return database.read(this::tables).contains(AUDIT_LOG);
    }

    private List<String> upgradeBehind(MigrationVersion target) {
        return lock().holding(() -> {
            SchemaStatus status = status();
            return switch (status) {
                case SchemaStatus.UpToDate _, SchemaStatus.Ahead _ -> List.of();
                case SchemaStatus.Empty _, SchemaStatus.Behind _, SchemaStatus.Broken _ -> migrate(false, target);
                case SchemaStatus.AdoptableReference _ -> migrate(true, target);
                case SchemaStatus.TooOld _, SchemaStatus.TooNew _, SchemaStatus.Foreign _ -> throw unusable(status);
            };
        });
    }

    private static boolean isComplete(SchemaStatus status) {
        return status instanceof SchemaStatus.UpToDate || status instanceof SchemaStatus.Ahead;
    }

    /**
     * Returns the problems of the columns, one sentence for each kind of problem, with the remedy.
     * Only databases created by other software have such columns.
     *
     * @throws StoreException when the database is unreachable
     */
    public List<String> columnProblems() {
        return database.isSqlite()
                ? List.of()
                : database.read(sql -> ColumnFindings.read(sql).sentences());
    }

    /**
     * Returns the problems of the server, one sentence each, with the remedy.
     *
     * @throws StoreException when the database is unreachable
     */
    public List<String> serverProblems() {
        return database.isSqlite()
                ? List.of()
                : database.read(sql -> ServerFindings.read(sql).sentences());
    }

    /**
     * Widens columns that are too small, without loss of data. Mozilla's Balrog continues to work.
     *
     * @return one sentence for each widened column
     * @throws StoreException when the database is unreachable or can't be written
     */
    public List<String> widenColumns() {
        if (database.isSqlite() || columnProblems().isEmpty()) {
            return List.of();
        }
        return lock().holding(
                        () -> database.write(sql -> ColumnFindings.read(sql).widen(sql)));
    }

    /**
     * Returns the plan of an {@link #upgrade} without changing anything.
     *
     * @throws StoreException when the database can't be upgraded or is unreachable
     */
    public SchemaPlan plan() {
        SchemaStatus status = status();
        Set<String> tables = database.read(this::tables);
        return switch (status) {
            case SchemaStatus.TooOld _, SchemaStatus.TooNew _, SchemaStatus.Foreign _ -> throw unusable(status);
            case SchemaStatus.Empty _,
                    SchemaStatus.AdoptableReference _,
                    SchemaStatus.Behind _,
                    SchemaStatus.Broken _,
                    SchemaStatus.UpToDate _,
                    SchemaStatus.Ahead _ -> {
                boolean adopt = status instanceof SchemaStatus.AdoptableReference;
                MigrationInfo[] all = flyway().info().all();
                String current = adopt
                        ? REFERENCE_TABLES_MADE_BY.toString()
                        : Arrays.stream(all)
                                .filter(migration -> migration.getState().isApplied()
                                        && !migration.getState().isFailed())
                                .map(migration -> migration.getVersion().toString())
                                .reduce("", (_, last) -> last);
                List<MigrationInfo> pending = notApplied(all).stream()
                        .filter(migration -> !adopt || migration.getVersion().isNewerThan(REFERENCE_TABLES_MADE_BY))
                        .toList();
                yield new SchemaPlanner(database, migrations, tables).plan(current, pending);
            }
        };
    }

    /**
     * Downgrades the tables to a version, if no data is lost.
     *
     * @return the versions and descriptions of the undone migrations, in order
     * @throws StoreException when data would be lost, a migration can't be undone, or there is no
     *     such version
     */
    public List<String> downgradeTo(String version) {
        MigrationVersion target = MigrationVersion.fromVersion(known(version));
        if (target.compareTo(REFERENCE_TABLES_MADE_BY) < 0) {
            throw new StoreException(database.uri() + ": the migrations up to " + REFERENCE_TABLES_MADE_BY
                    + " create the tables that every version needs, and can't be undone");
        }
        return lock().holding(() -> {
            SchemaStatus status = status();
            return switch (status) {
                case SchemaStatus.UpToDate _, SchemaStatus.Behind _ ->
                    new SchemaDowngrade(database, migrations, HISTORY).to(target);
                case SchemaStatus.Ahead _ ->
                    throw new StoreException(database.uri() + ": " + status.description()
                            + ": only the version that upgraded it can undo that");
                case SchemaStatus.Empty _,
                        SchemaStatus.AdoptableReference _,
                        SchemaStatus.Broken _,
                        SchemaStatus.TooOld _,
                        SchemaStatus.TooNew _,
                        SchemaStatus.Foreign _ -> throw unusable(status);
            };
        });
    }

    private UpgradeLock lock() {
        return new UpgradeLock(database, UPGRADE_TIMEOUT);
    }

    private String known(String version) {
        try {
            migrations.name(version);
            return version;
        } catch (MigrationException | FlywayException unknown) {
            throw new StoreException(String.valueOf(unknown.getMessage()), unknown);
        }
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

    private SchemaStatus migrated() {
        MigrationInfo[] all;
        try {
            all = flyway().info().all();
        } catch (FlywayException e) {
            throw database.failure(e);
        }
        List<MigrationInfo> future = Arrays.stream(all)
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .toList();
        if (!future.isEmpty()) {
            return future(future);
        }
        List<String> failed = describe(all, Set.of(MigrationState.FAILED));
        if (!failed.isEmpty()) {
            return new SchemaStatus.Broken(
                    "The migration " + String.join(", ", failed) + " failed half-way: run balrog db upgrade again");
        }
        List<MigrationInfo> pending = notApplied(all);
        return pending.isEmpty()
                ? new SchemaStatus.UpToDate()
                : new SchemaStatus.Behind(describe(pending), onlyOwn(pending), onlyDestructive(pending));
    }

    /**
     * Returns the status of a database that a newer version has upgraded. Migrations that keep the
     * major version are additive.
     */
    private SchemaStatus future(List<MigrationInfo> future) {
        MigrationVersion newest =
                MigrationVersion.fromVersion(versionOf(migrations.names().getLast()));
        boolean additive = future.stream()
                .allMatch(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        && migration.getVersion().getMajor().equals(newest.getMajor()));
        return additive
                ? new SchemaStatus.Ahead(describe(future))
                : new SchemaStatus.TooNew("The database was upgraded by a newer version ("
                        + String.join(", ", describe(future)) + "): use that one");
    }

    private static String versionOf(String name) {
        return name.substring(1, name.indexOf("__"));
    }

    private static List<MigrationInfo> notApplied(MigrationInfo[] all) {
        return Arrays.stream(all)
                .filter(migration -> migration.getState() == MigrationState.PENDING
                        || migration.getState() == MigrationState.ABOVE_TARGET)
                .toList();
    }

    private static boolean onlyOwn(List<MigrationInfo> pending) {
        return pending.stream().allMatch(migration -> ONLY_FOR_CHANGES.contains(migration.getVersion()));
    }

    /**
     * Returns whether all pending migrations are destructive; this version does not need what they
     * remove.
     */
    private boolean onlyDestructive(List<MigrationInfo> pending) {
        return pending.stream()
                .allMatch(migration -> migrations.kind(migration.getScript()) == MigrationKind.DESTRUCTIVE);
    }

    private static List<String> describe(List<MigrationInfo> migrations) {
        return migrations.stream()
                .map(migration -> migration.getVersion() + " (" + migration.getDescription() + ")")
                .toList();
    }

    private static List<String> describe(MigrationInfo[] migrations, Set<MigrationState> states) {
        return Arrays.stream(migrations)
                .filter(migration -> states.contains(migration.getState()))
                .map(migration -> migration.getVersion() + " (" + migration.getDescription() + ")")
                .toList();
    }

    private List<String> migrate(boolean adopt, MigrationVersion target) {
        try {
            requireOneKind(target);
            Flyway flyway = flyway(target);
            if (adopt) {
                flyway.baseline();
            } else {
                // Removes the entry of a failed migration, so that it is applied again.
                flyway.repair();
            }
            return flyway.migrate().migrations.stream()
                    .map(migration -> migration.version + " (" + migration.description + ")")
                    .toList();
        } catch (FlywayException e) {
            throw database.failure(e);
        }
    }

    private void requireOneKind(MigrationVersion target) {
        boolean empty = database.read(this::tables).isEmpty();
        List<MigrationKind> kinds = notApplied(flyway().info().all()).stream()
                .filter(migration -> migration.getVersion().compareTo(target) <= 0)
                .map(migration -> migrations.kind(migration.getScript()))
                .toList();
        SchemaPlan.Order order = SchemaPlanner.order(empty, kinds);
        if (order == SchemaPlan.Order.SPLIT) {
            throw new StoreException(database.uri() + ": " + order.sentence());
        }
    }

    private Flyway flyway() {
        return flyway(MigrationVersion.LATEST);
    }

    private Flyway flyway(MigrationVersion target) {
        Map<String, String> placeholders = (database.isSqlite() ? Dialect.SQLITE : Dialect.MARIADB).placeholders();
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database.connector())
                .locations("classpath:" + migrations.folder())
                .target(target)
                .table(HISTORY)
                .baselineVersion(REFERENCE_TABLES_MADE_BY)
                .baselineDescription("tables of the Python version")
                .placeholders(placeholders)
                .callbacks(new DockerflowKey(placeholders.getOrDefault("table_options", "")))
                .loggers(FlywayLog.class.getName())
                .load();
        try {
            migrations.requireDeclared(Arrays.stream(flyway.info().all())
                    .filter(migration -> migration.getState() == MigrationState.PENDING)
                    .map(MigrationInfo::getScript)
                    .toList());
        } catch (MigrationException undeclared) {
            throw new StoreException(String.valueOf(undeclared.getMessage()), undeclared);
        }
        return flyway;
    }
}
