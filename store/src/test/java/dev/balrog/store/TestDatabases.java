// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static dev.balrog.store.jooq.Tables.BALROG_ID_SEQUENCES;

import dev.balrog.store.jooq.DefaultSchema;
import dev.balrog.store.rows.RowCodec;
import dev.balrog.store.schema.ReferenceTables;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Fresh databases for tests, on SQLite and on real MariaDB servers that all tests of a JVM share. */
public final class TestDatabases {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabases() {}

    /** The kinds of databases that everything has to work on. */
    public enum Kind {
        SQLITE,
        /** The MariaDB that is installed on this machine, which is 10.11 on Debian 12; else the fetched one. */
        MARIADB
    }

    /** A place for a new database of this kind; a SQLite file is put in the directory. It has no tables yet. */
    public static DatabaseUri uri(Kind kind, Path directory) {
        String name = "balrog" + NUMBER.incrementAndGet();
        return switch (kind) {
            case SQLITE -> DatabaseUri.parse("sqlite:///" + directory.resolve(name + ".db"));
            case MARIADB -> mariaDb(MariaDbServer.shared(), name);
        };
    }

    private static DatabaseUri mariaDb(MariaDbServer server, String name) {
        server.execute("CREATE DATABASE " + name);
        return MariaDbServer.uri(server.port(), name);
    }

    /** A new database of this kind with all tables, empty, open for writing. */
    public static Database create(Kind kind, Path directory) {
        return create(uri(kind, directory));
    }

    /** Creates all tables in a new and empty database, and opens it for writing. */
    public static Database create(DatabaseUri uri) {
        SchemaTemplate.copyTo(uri);
        return new Database(uri, DatabaseOptions.forWriting());
    }

    /**
     * Adds rows to a database.
     *
     * @param state {@code {table: [rows]}}: rows as objects by column name, JSON columns as JSON, nulls left out; keys
     *     that begin with two underscores are left out
     */
    public static void fill(Database database, JsonNode state) {
        database.write(sql -> {
            state.forEachEntry((table, rows) -> {
                if (!table.startsWith("__")) {
                    insert(sql, table, rows);
                }
            });
            return state;
        });
    }

    /** The rows of all tables that are shared with the reference, as {@link #fill} takes them. */
    public static ObjectNode state(Database database) {
        ObjectNode state = RowCodec.JSON.createObjectNode();
        database.read(sql -> {
            for (Table<?> table : ReferenceTables.shared()) {
                ArrayNode rows = state.putArray(table.getName());
                RowCodec codec = RowCodec.of(table);
                sql.selectFrom(table).forEach(row -> {
                    ByteArrayOutputStream line = new ByteArrayOutputStream();
                    codec.writeLine(row, line);
                    rows.add(RowCodec.JSON.readTree(line.toByteArray()).get("row"));
                });
            }
            return state;
        });
        return state;
    }

    private static final Set<String> DERIVED = Set.of(
            "balrog_signoff_digests",
            "balrog_release_references",
            "balrog_agreed_releases",
            "balrog_notification_queue",
            "balrog_notification_consumers");

    /** Makes all tables that the API writes to empty again, and identities begin at 1. */
    public static void clear(Database database) {
        List<Table<?>> tables = new ArrayList<>(ReferenceTables.shared());
        DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
                .filter(table -> table.getName().startsWith("balrog_user_roles")
                        || table.getName().startsWith("balrog_expectations")
                        || table.getName().startsWith("balrog_change_comments")
                        || table.getName().startsWith("balrog_change_set")
                        || DERIVED.contains(table.getName()))
                .forEach(tables::add);
        for (Table<?> table : tables) {
            database.write(sql -> database.isSqlite()
                    ? sql.deleteFrom(table).execute()
                    : sql.truncate(table).execute());
        }
        database.write(sql -> sql.deleteFrom(BALROG_ID_SEQUENCES).execute());
    }

    private static void insert(DSLContext sql, String table, JsonNode rows) {
        RowCodec codec = RowCodec.of(table);
        if (codec == null) {
            throw new IllegalArgumentException("no such table: " + table);
        }
        codec.insert(
                sql,
                rows.valueStream()
                        .map(row -> codec.read(withBooleans(codec, row)))
                        .toList());
    }

    /** Some states were recorded with 0 and 1 in place of false and true, as SQLite stores them. */
    private static JsonNode withBooleans(RowCodec codec, JsonNode row) {
        ObjectNode copy = ((ObjectNode) row).deepCopy();
        for (Field<?> field : codec.fields()) {
            JsonNode value = row.path(field.getName());
            if (field.getType() == Boolean.class && value.isIntegralNumber()) {
                copy.put(field.getName(), value.asInt() != 0);
            }
        }
        return copy;
    }
}
