// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.balrog.store.jooq.DefaultSchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Table;

/** Tables of Mozilla's Balrog, which this project uses unchanged. */
public final class ReferenceTables {
    private static final String ALEMBIC_VERSION = "alembic_version";
    private static final String REVISION = "0001";
    /**
     * Version number of the migration tool that Mozilla's Balrog used before Alembic; its schema
     * equals that of the revision.
     */
    private static final int MIGRATE_VERSION = 37;

    private static final String TOO_NEW = ": use a version of this project that supports it, or downgrade the"
            + " database with Mozilla's Balrog. Until then the admin app does not start, and it is unknown"
            + " whether the public app can serve";

    private ReferenceTables() {}

    /**
     * Returns whether a database has all tables of Mozilla's Balrog but no revision for its
     * migration tools.
     */
    static boolean isUnstamped(DSLContext sql, Set<String> tables) {
        return shared().stream().map(Table::getName).allMatch(tables::contains)
                && !tables.contains("migrate_version")
                && (!tables.contains(ALEMBIC_VERSION) || revisions(sql).isEmpty());
    }

    /**
     * Writes the revision of the tables for Mozilla's tools, such as {@code manage-db.py upgrade}.
     * Without it, they would create the tables again and fail.
     */
    static void stamp(DSLContext sql) {
        sql.execute("CREATE TABLE IF NOT EXISTS " + ALEMBIC_VERSION
                + " (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num))");
        if (revisions(sql).isEmpty()) {
            sql.execute("INSERT INTO " + ALEMBIC_VERSION + " (version_num) VALUES ('" + REVISION + "')");
        }
    }

    private static List<String> revisions(DSLContext sql) {
        return sql.select(field(name("version_num"), String.class))
                .from(table(name(ALEMBIC_VERSION)))
                .fetch(0, String.class);
    }

    /** Returns the tables that both projects share. */
    public static List<Table<?>> shared() {
        return DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
                .filter(table -> !table.getName().startsWith("balrog_"))
                .toList();
    }

    /**
     * Returns the status according to the version tables of Mozilla's Balrog; empty when there are
     * none.
     */
    static Optional<SchemaStatus> status(DSLContext sql, Set<String> tables) {
        // The table is empty after an interrupted creation of the database.
        List<String> revisions = tables.contains(ALEMBIC_VERSION) ? revisions(sql) : List.of();
        if (!revisions.isEmpty()) {
            if (revisions.equals(List.of(REVISION))) {
                return Optional.of(adoptable("alembic revision " + REVISION, tables));
            }
            return Optional.of(new SchemaStatus.TooNew("The database was created by Mozilla's Balrog at"
                    + " alembic revision " + String.join(", ", revisions) + ", but this version supports only "
                    + REVISION + TOO_NEW));
        }
        if (tables.contains("migrate_version")) {
            int version = sql
                    .select(field(name("version"), Integer.class))
                    .from(table(name("migrate_version")))
                    .fetch(0, int.class)
                    .stream()
                    .findFirst()
                    .orElse(0);
            if (version == MIGRATE_VERSION) {
                return Optional.of(adoptable("migrate version " + version, tables));
            }
            String found = "The database was created by Mozilla's Balrog at migrate version " + version
                    + ", but this version supports only " + MIGRATE_VERSION;
            return Optional.of(
                    version < MIGRATE_VERSION
                            ? new SchemaStatus.TooOld(found + ": upgrade it with Mozilla's Balrog first")
                            : new SchemaStatus.TooNew(found + TOO_NEW));
        }
        return Optional.empty();
    }

    private static SchemaStatus adoptable(String version, Set<String> tables) {
        Set<String> missing = shared().stream()
                .map(Table::getName)
                .filter(table -> !tables.contains(table))
                .collect(Collectors.toCollection(TreeSet::new));
        return missing.isEmpty()
                ? new SchemaStatus.AdoptableReference(version)
                : new SchemaStatus.Foreign("The database says that it was created by Mozilla's Balrog (" + version
                        + "), but it lacks the tables " + String.join(", ", missing));
    }
}
