// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.store.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The current schema, migrated once for each kind of database, to be copied into new databases: a copy takes less. */
final class SchemaTemplate {
    private static final String SERVER_TEMPLATE = "balrog_template";

    private SchemaTemplate() {}

    /** Creates all tables in a new and empty database, also on a server that only one test uses. */
    static void copyTo(DatabaseUri uri) {
        switch (uri) {
            case DatabaseUri.Sqlite(Path file) -> copyTo(file);
            case DatabaseUri.MySql server
            when server.port() == MariaDbServer.shared().port() -> copyTo(server);
            case DatabaseUri.MySql other -> upgrade(other);
        }
    }

    private static void copyTo(Path file) {
        try {
            Files.write(file, SqliteTemplate.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyTo(DatabaseUri.MySql server) {
        try (Database database = new Database(server, DatabaseOptions.forUpgrading())) {
            database.write(sql -> {
                for (String table : ServerTemplate.TABLES) {
                    sql.execute("CREATE TABLE `" + table + "` LIKE " + SERVER_TEMPLATE + ".`" + table + "`");
                }
                for (String table : ServerTemplate.FILLED) {
                    sql.execute("INSERT INTO `" + table + "` SELECT * FROM " + SERVER_TEMPLATE + ".`" + table + "`");
                }
                return sql;
            });
        }
    }

    private static void upgrade(DatabaseUri uri) {
        try (Database database = new Database(uri, DatabaseOptions.forUpgrading())) {
            new Schema(database).upgrade();
        }
    }

    private static final class SqliteTemplate {
        static final byte[] BYTES = read();

        private static byte[] read() {
            try {
                Path directory = Files.createTempDirectory("balrog-template");
                Path file = directory.resolve("template.db");
                upgrade(new DatabaseUri.Sqlite(file));
                byte[] bytes = Files.readAllBytes(file);
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path path : files.toList()) {
                        Files.delete(path);
                    }
                }
                Files.delete(directory);
                return bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class ServerTemplate {
        static final List<String> TABLES;
        /** Tables that have rows after an upgrade. */
        static final List<String> FILLED;

        static {
            MariaDbServer server = MariaDbServer.shared();
            server.execute("CREATE DATABASE " + SERVER_TEMPLATE);
            DatabaseUri uri = MariaDbServer.uri(server.port(), SERVER_TEMPLATE);
            upgrade(uri);
            try (Database database = new Database(uri, DatabaseOptions.forUpgrading())) {
                TABLES = database.read(sql -> sql.fetch("SHOW TABLES").getValues(0, String.class));
                FILLED = database.read(sql -> TABLES.stream()
                        .filter(table -> sql.fetchExists(sql.selectOne().from("`" + table + "`")))
                        .toList());
            }
        }
    }
}
