// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

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

/** The tables of a database: are they the right ones, and making them so. */
public final class Schema {
    /** The migrations up to this one make exactly the tables of the reference; later ones make tables of our own. */
    private static final MigrationVersion REFERENCE_TABLES_MADE_BY = MigrationVersion.fromVersion("1.6");

    /** What these make is only needed to change something. */
    private static final Set<MigrationVersion> ONLY_FOR_CHANGES = Stream.of("1.7", "1.8", "1.9", "1.10", "1.11")
            .map(MigrationVersion::fromVersion)
            .collect(Collectors.toUnmodifiableSet());

    private static final String HISTORY = "flyway_schema_history";
    private static final String AUDIT_LOG = "balrog_audit_log";

    /** A table may be large. */
    private static final Duration UPGRADE_PATIENCE = Duration.ofHours(1);

    private final Database database;
    private final Migrations migrations;

    public Schema(Database database) {
        this(database, Migrations.bundled());
    }

    /** With other migrations than this version's. */
    Schema(Database database, Migrations migrations) {
        this.database = database;
        this.migrations = migrations;
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
            Optional<SchemaStatus> reference = ReferenceTables.status(sql, tables);
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
     * Checks that all tables are there that changing anything needs.
     *
     * @throws StoreException when they are not, or when the database can't be reached
     */
    public void requireUpToDate() {
        SchemaStatus status = status();
        if (!status.changeable()) {
            throw unusable(status);
        }
    }

    /**
     * Makes the tables in an empty database, brings those of an earlier version up to date, and adopts a database of
     * the reference, whose tables stay as they are. Finishes what an upgrade began that was interrupted or failed. When
     * several do it at once, one does, and the others wait until it is done.
     *
     * @return the versions and descriptions of the migrations applied, in order
     * @throws StoreException when the database is of none of these kinds, or can't be reached or written, or when
     *     additive and destructive migrations are pending at once
     */
    public List<String> upgrade() {
        return upgrade(MigrationVersion.LATEST);
    }

    /**
     * The same, but only to this version.
     *
     * @throws StoreException for the same reasons, or when there is no such version
     */
    public List<String> upgradeTo(String version) {
        return upgrade(MigrationVersion.fromVersion(known(version)));
    }

    private List<String> upgrade(MigrationVersion target) {
        List<String> applied = isComplete(status()) ? List.of() : upgradeBehind(target);
        if (database.<Boolean>read(sql -> ReferenceTables.isUnstamped(sql, tables(sql)))) {
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
     * @throws StoreException when the database can't be reached
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
     * Returns what is wrong with the columns of the tables, one sentence for each kind of problem, with the way out. Only
     * databases that something else created have such columns.
     *
     * @throws StoreException when the database can't be reached
     */
    public List<String> columnProblems() {
        return database.isSqlite()
                ? List.of()
                : database.read(sql -> ColumnFindings.read(sql).sentences());
    }

    /**
     * Returns what is wrong with the server, one sentence for each problem, with the way out.
     *
     * @throws StoreException when the database can't be reached
     */
    public List<String> serverProblems() {
        return database.isSqlite()
                ? List.of()
                : database.read(sql -> ServerFindings.read(sql).sentences());
    }

    /**
     * Widens columns that are too small, which loses nothing and keeps Mozilla's Balrog working.
     *
     * @return a sentence for each column that was widened
     * @throws StoreException when the database can't be reached or written
     */
    public List<String> widenColumns() {
        if (database.isSqlite() || columnProblems().isEmpty()) {
            return List.of();
        }
        return lock().holding(
                        () -> database.write(sql -> ColumnFindings.read(sql).widen(sql)));
    }

    /**
     * Says what {@link #upgrade} would do, without changing anything.
     *
     * @throws StoreException when it could do nothing, or when the database can't be reached
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
     * Takes the tables back to what they were at this version, when nothing is lost by it.
     *
     * @return the versions and descriptions of the migrations undone, in order
     * @throws StoreException when something would be lost, or a migration can't be undone, or there is no such version
     */
    public List<String> downgradeTo(String version) {
        MigrationVersion target = MigrationVersion.fromVersion(known(version));
        if (target.compareTo(REFERENCE_TABLES_MADE_BY) < 0) {
            throw new StoreException(database.uri() + ": the migrations up to " + REFERENCE_TABLES_MADE_BY
                    + " make the tables that no version of Balrog can do without: nothing goes below that");
        }
        return lock().holding(() -> {
            SchemaStatus status = status();
            return switch (status) {
                case SchemaStatus.UpToDate _, SchemaStatus.Behind _ ->
                    new SchemaDowngrade(database, migrations, HISTORY).to(target);
                case SchemaStatus.Ahead _ ->
                    throw new StoreException(database.uri() + ": " + status.description()
                            + ": only the version that upgraded it knows how to undo that");
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
        return new UpgradeLock(database, UPGRADE_PATIENCE);
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

    /** Of a newer version that kept the major version, all is additive. */
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

    /** This version does without what these take away. */
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
