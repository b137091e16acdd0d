// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.migration.Change;
import dev.balrog.store.migration.Dialect;
import dev.balrog.store.migration.Effect;
import dev.balrog.store.migration.MigrationReader;
import dev.balrog.store.migration.MigrationScript;
import dev.balrog.store.migration.Migrations;
import dev.balrog.store.migration.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flywaydb.core.api.MigrationVersion;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;

/**
 * Undoes migrations by their own scripts, newest first. Before a script drops a table or column,
 * checks under a write lock that no data is lost: rows of the table, or values of the column other
 * than its initial value.
 */
final class SchemaDowngrade {
    private final Database database;
    private final Migrations migrations;
    private final Dialect dialect;
    private final String history;

    SchemaDowngrade(Database database, Migrations migrations, String history) {
        this.database = database;
        this.migrations = migrations;
        this.dialect = database.isSqlite() ? Dialect.SQLITE : Dialect.MARIADB;
        this.history = history;
    }

    private record Undo(String migration, MigrationVersion version, List<Step> steps, Set<String> made) {
        Set<String> tables() {
            return steps.stream()
                    .flatMap(step -> step.changes().stream())
                    .map(Change::table)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /**
     * Undoes all migrations after a version.
     *
     * @return the undone migrations, in order
     * @throws StoreException when data would be lost; that migration and earlier ones are then
     *     unchanged
     */
    List<String> to(MigrationVersion target) {
        // All scripts are read first, so that nothing is undone when one of them can't be.
        List<Undo> undone = applied().stream()
                .filter(version -> version.compareTo(target) > 0)
                .sorted(Comparator.reverseOrder())
                .map(this::read)
                .toList();
        for (Undo undo : undone) {
            if (database.isSqlite()) {
                inOneTransaction(undo);
            } else {
                withLockedTables(undo);
            }
        }
        return undone.stream().map(Undo::migration).toList();
    }

    private List<MigrationVersion> applied() {
        Field<String> version = field(name("version"), String.class);
        return database.read(
                sql -> sql.select(version).from(table(name(history))).where(version.isNotNull()).fetch(version).stream()
                        .map(MigrationVersion::fromVersion)
                        .toList());
    }

    private Undo read(MigrationVersion version) {
        String migration = migrations.name(version.toString());
        MigrationScript script = migrations
                .undo(migration)
                .orElseThrow(
                        () -> new StoreException(database.uri() + ": " + migration + " can't be undone, since it is "
                                + migrations.kind(migration).word()
                                + ": the data that it removed is lost. Restore a backup instead"));
        MigrationReader reader = new MigrationReader(dialect);
        Set<String> made = new TreeSet<>();
        for (MigrationScript before : migrations.until(version.toString())) {
            made.clear();
            reader.read(before).stream()
                    .filter(change -> change.effect() == Effect.TABLE_MADE)
                    .map(Change::table)
                    .forEach(made::add);
        }
        return new Undo(migration, version, reader.steps(script), made);
    }

    private void inOneTransaction(Undo undo) {
        database.write(sql -> {
            undo.steps().stream().filter(SchemaDowngrade::isAboutRows).forEach(step -> sql.execute(step.sql()));
            requireNothingLost(sql, undo);
            undo.steps().stream().filter(step -> !isAboutRows(step)).forEach(step -> sql.execute(step.sql()));
            return forget(sql, undo);
        });
    }

    /**
     * Undoes a migration on MariaDB or MySQL. DDL statements commit implicitly there, so they are
     * executed after all checks.
     */
    private void withLockedTables(Undo undo) {
        try (Connection connection = database.connect()) {
            DSLContext sql = database.sql(connection);
            connection.setAutoCommit(false);
            Set<String> tables = undo.tables();
            tables.add(history);
            sql.execute("LOCK TABLES "
                    + tables.stream().map(table -> "`" + table + "` WRITE").collect(Collectors.joining(", ")));
            try {
                undo.steps().stream().filter(SchemaDowngrade::isAboutRows).forEach(step -> sql.execute(step.sql()));
                requireNothingLost(sql, undo);
                // The version is deleted first, so that an upgrade repairs the tables after an
                // interruption.
                forget(sql, undo);
                connection.commit();
                undo.steps().stream().filter(step -> !isAboutRows(step)).forEach(step -> sql.execute(step.sql()));
            } finally {
                connection.rollback();
                sql.execute("UNLOCK TABLES");
            }
        } catch (SQLException | DataAccessException e) {
            throw database.failure(e);
        }
    }

    private int forget(DSLContext sql, Undo undo) {
        Field<String> version = field(name("version"), String.class);
        return sql.deleteFrom(table(name(history)))
                .where(version.eq(inline(undo.version().toString())))
                .execute();
    }

    private static boolean isAboutRows(Step step) {
        return step.changes().stream().allMatch(change -> change.effect() == Effect.ROWS_DELETED);
    }

    private void requireNothingLost(DSLContext sql, Undo undo) {
        List<String> losses = new ArrayList<>();
        for (Step step : undo.steps()) {
            for (Change change : step.changes()) {
                loss(sql, undo, change).ifPresent(losses::add);
            }
        }
        if (!losses.isEmpty()) {
            throw new StoreException(database.uri() + ": undoing " + undo.migration() + " would lose "
                    + String.join(" and ", losses) + ". Nothing was changed");
        }
    }

    private static Optional<String> loss(DSLContext sql, Undo undo, Change change) {
        return switch (change.effect()) {
            case TABLE_DROPPED ->
                counted(sql.fetchCount(table(name(change.table()))), " of the table " + change.table());
            case COLUMN_DROPPED ->
                counted(
                        sql.fetchCount(table(name(change.table())), isSet(change)),
                        " with a value in the column " + change.table() + "." + change.name());
            // The script may delete rows that the migration itself inserted into its own tables.
            case ROWS_DELETED ->
                undo.made().contains(change.table())
                        ? Optional.empty()
                        : Optional.of("rows of the table " + change.table());
            case INDEX_DROPPED, CONSTRAINT_DROPPED, INDEX_ADDED, COLUMN_ADDED, TABLE_MADE -> Optional.empty();
            case COLUMN_COMPUTED,
                    COLUMN_WIDENED,
                    COLUMN_REWRITTEN,
                    COLUMN_FILLED,
                    REQUIRED_COLUMN_ADDED,
                    CONSTRAINT_ADDED,
                    UNIQUE_INDEX_ADDED,
                    COLUMN_CHANGED,
                    ROWS_CHANGED -> Optional.of("an unknown amount of data, because it " + change.describe());
        };
    }

    private static Optional<String> counted(int rows, String what) {
        return rows == 0 ? Optional.empty() : Optional.of(rows + (rows == 1 ? " row" : " rows") + what);
    }

    private static Condition isSet(Change change) {
        String column = change.name().toLowerCase(Locale.ROOT);
        Field<Object> field = field(name(column));
        return change.initial()
                .map(initial -> field.isNull().or(field.cast(String.class).ne(initial.cast(String.class))))
                .orElseGet(field::isNotNull);
    }
}
