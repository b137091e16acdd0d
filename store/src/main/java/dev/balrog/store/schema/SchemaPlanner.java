// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.balrog.store.Database;
import dev.balrog.store.migration.Change;
import dev.balrog.store.migration.Dialect;
import dev.balrog.store.migration.Effect;
import dev.balrog.store.migration.Effect.Method;
import dev.balrog.store.migration.MigrationKind;
import dev.balrog.store.migration.MigrationReader;
import dev.balrog.store.migration.Migrations;
import dev.balrog.store.migration.Step;
import dev.balrog.store.schema.SchemaPlan.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.api.MigrationInfo;

/** Planner of database upgrades. */
final class SchemaPlanner {
    /** Number of rows from which a statement that blocks writers takes noticeable time. */
    static final long LARGE = 100_000;

    private final Database database;
    private final Migrations migrations;
    private final Set<String> tables;

    SchemaPlanner(Database database, Migrations migrations, Set<String> tables) {
        this.database = database;
        this.migrations = migrations;
        this.tables = tables;
    }

    /**
     * Returns the order of deployment for these migrations of a database.
     *
     * @param empty whether the database has no tables yet
     */
    static Order order(boolean empty, List<MigrationKind> kinds) {
        if (kinds.isEmpty()) {
            return Order.NOTHING_TO_DO;
        }
        if (empty) {
            return Order.NEW_DATABASE;
        }
        return switch (new HashSet<>(kinds).size()) {
            case 1 -> kinds.getFirst() == MigrationKind.ADDITIVE ? Order.ADMIN_FIRST : Order.PUBLIC_FIRST;
            default -> Order.SPLIT;
        };
    }

    SchemaPlan plan(String current, List<MigrationInfo> pending) {
        Dialect dialect = database.isSqlite() ? Dialect.SQLITE : Dialect.MARIADB;
        MigrationReader reader = new MigrationReader(dialect);
        Set<String> names = pending.stream().map(MigrationInfo::getScript).collect(Collectors.toSet());
        List<SchemaPlan.Migration> planned = new ArrayList<>();
        for (String name : migrations.names()) {
            List<Step> steps = reader.steps(migrations.script(name));
            if (names.contains(name)) {
                MigrationInfo info = pending.stream()
                        .filter(migration -> migration.getScript().equals(name))
                        .findFirst()
                        .orElseThrow();
                planned.add(new SchemaPlan.Migration(
                        info.getVersion().toString(),
                        info.getDescription(),
                        name,
                        migrations.kind(name),
                        steps.stream().map(this::statement).toList()));
            }
        }
        List<MigrationKind> kinds =
                planned.stream().map(SchemaPlan.Migration::kind).toList();
        return new SchemaPlan(current, order(tables.isEmpty(), kinds), planned);
    }

    private SchemaPlan.Statement statement(Step step) {
        List<String> effects = step.changes().stream().map(Change::describe).toList();
        Optional<Change> slowest = step.changes().stream()
                .max(Comparator.comparing(change -> change.effect().method()));
        if (slowest.isEmpty()) {
            return new SchemaPlan.Statement(
                    step.sql(), effects, "", 0, false, "it concerns a table that the migration creates");
        }
        String table = slowest.get().table();
        long rows = tables.contains(table) ? rows(table) : 0;
        Work work = work(slowest.get().effect());
        return new SchemaPlan.Statement(step.sql(), effects, table, rows, work.blocks() && rows >= LARGE, work.why());
    }

    private long rows(String table) {
        return database.read(sql -> (long) sql.fetchCount(table(name(table))));
    }

    private record Work(boolean blocks, String why) {}

    private Work work(Effect effect) {
        if (database.isSqlite()) {
            return switch (effect) {
                case TABLE_MADE, COLUMN_ADDED, REQUIRED_COLUMN_ADDED ->
                    new Work(false, "SQLite only changes the schema, whatever the size");
                case INDEX_ADDED, UNIQUE_INDEX_ADDED ->
                    new Work(true, "SQLite reads the whole table and allows one writer at a time");
                default -> new Work(true, "SQLite rewrites the rows of the table and allows one writer at a time");
            };
        }
        Method method = effect.method();
        return switch (method) {
            case INSTANT -> new Work(false, "ALGORITHM=INSTANT: no row is touched, whatever the size");
            case INPLACE -> new Work(false, "ALGORITHM=INPLACE, LOCK=NONE: others read and write meanwhile");
            case COPY ->
                new Work(true, "ALGORITHM=COPY, LOCK=SHARED: the table is copied; others read, but can't write");
            case ROWS -> new Work(true, "every row that is changed is locked until all of them are");
        };
    }
}
