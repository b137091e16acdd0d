// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.balrog.store.Database;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Reads {@code releases_history}, which Mozilla's Balrog wrote until it had object stores. The table
 * is not part of the current schema, so a database has it only if it is that old.
 */
final class HistoryTableReader {
    private static final String NAME = "releases_history";
    private static final Table<Record> TABLE = table(name(NAME));
    private static final Field<Long> CHANGE_ID = field(name("change_id"), Long.class);
    private static final Field<String> RELEASE = field(name("name"), String.class);
    private static final Field<Integer> DATA_VERSION = field(name("data_version"), Integer.class);
    private static final Field<Long> TIMESTAMP = field(name("timestamp"), Long.class);
    private static final Field<String> CHANGED_BY = field(name("changed_by"), String.class);
    private static final Field<String> DATA = field(name("data"), String.class);

    private final Database database;

    HistoryTableReader(Database database) {
        this.database = database;
    }

    /**
     * Row of the table without its content, which may have megabytes.
     *
     * @param changeId primary key
     */
    record Entry(long changeId, String identifier, RevisionInfo info) {
        String objectName() {
            return info.objectName(identifier);
        }

        HistoryBucket bucket() {
            return HistoryBucket.of(identifier);
        }
    }

    boolean exists() {
        return database.read(sql -> sql.connectionResult(connection -> {
            DatabaseMetaData metadata = connection.getMetaData();
            try (ResultSet tables = metadata.getTables(connection.getCatalog(), null, NAME, null)) {
                return tables.next();
            }
        }));
    }

    /** Returns the rows after a primary key, in its order. */
    List<Entry> after(long changeId, int most) {
        return database.read(sql -> sql.select(CHANGE_ID, RELEASE, DATA_VERSION, TIMESTAMP, CHANGED_BY)
                .from(TABLE)
                .where(CHANGE_ID.gt(changeId))
                .orderBy(CHANGE_ID)
                .limit(most)
                .fetch(row -> new Entry(
                        row.value1(),
                        row.value2(),
                        new RevisionInfo(row.value3(), row.value4(), Objects.requireNonNullElse(row.value5(), "")))));
    }

    /**
     * Returns the content of a row: JSON, or the empty string when there was no release. Empty when
     * the row has been deleted.
     */
    Optional<String> content(Entry entry) {
        return database.read(sql -> sql.select(DATA)
                .from(TABLE)
                .where(CHANGE_ID.eq(entry.changeId()))
                .fetchOptional()
                .map(row -> Objects.requireNonNullElse(row.value1(), "")));
    }
}
