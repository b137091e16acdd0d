// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.StoreException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the database is. */
public final class DatabaseOptions {
    @Option(
            names = "--database",
            paramLabel = "URI",
            required = true,
            converter = UriConverter.class,
            description = "Where the database is: sqlite:////absolute/path.db or mysql://user:password@host:port/name.")
    @Variable("DBURI")
    private DatabaseUri uri;

    /** Where the database is. */
    public DatabaseUri uri() {
        return uri;
    }

    /**
     * Connects to the database, for a command that reads.
     *
     * @throws StoreException when it can't be reached
     */
    public Database connectForReading() {
        return connect(dev.balrog.store.DatabaseOptions.forReading());
    }

    /**
     * Connects to the database, for a command that reads and writes.
     *
     * @throws StoreException when it can't be reached
     */
    public Database connectForWriting() {
        return connect(dev.balrog.store.DatabaseOptions.forWriting());
    }

    /**
     * Connects to the database, for a command that changes tables, however long it takes.
     *
     * @throws StoreException when it can't be reached
     */
    public Database connectForUpgrading() {
        return connect(dev.balrog.store.DatabaseOptions.forUpgrading());
    }

    private Database connect(dev.balrog.store.DatabaseOptions options) {
        Database database = new Database(uri, options);
        try {
            // A person who waits wants to know at once, where a server would wait for the database to come back.
            database.ping();
        } catch (StoreException unreachable) {
            database.close();
            throw unreachable;
        }
        return database;
    }

    /** Reads the URI. Its own messages never repeat the text, which may hold a password. */
    static final class UriConverter implements ITypeConverter<DatabaseUri> {

        @Override
        public DatabaseUri convert(String uri) {
            try {
                return DatabaseUri.parse(uri);
            } catch (IllegalArgumentException invalid) {
                throw new TypeConversionException(String.valueOf(invalid.getMessage()));
            }
        }
    }
}
