// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.StoreException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Location of the database. */
public final class DatabaseOptions {
    @Option(
            names = "--database",
            paramLabel = "URI",
            required = true,
            converter = UriConverter.class,
            description = "URI of the database: sqlite:////absolute/path.db or mysql://user:password@host:port/name.")
    @Variable("DBURI")
    private DatabaseUri uri;

    /** Returns the URI of the database. */
    public DatabaseUri uri() {
        return uri;
    }

    /**
     * Connects to the database, for a command that reads.
     *
     * @throws StoreException if it can't be reached
     */
    public Database connectForReading() {
        return connect(dev.balrog.store.DatabaseOptions.forReading());
    }

    /**
     * Connects to the database, for a command that reads and writes.
     *
     * @throws StoreException if it can't be reached
     */
    public Database connectForWriting() {
        return connect(dev.balrog.store.DatabaseOptions.forWriting());
    }

    /**
     * Connects to the database, for a command that changes the schema; the timeouts are long enough
     * for large tables.
     *
     * @throws StoreException if it can't be reached
     */
    public Database connectForUpgrading() {
        return connect(dev.balrog.store.DatabaseOptions.forUpgrading());
    }

    private Database connect(dev.balrog.store.DatabaseOptions options) {
        Database database = new Database(uri, options);
        try {
            // A command fails at once if the database is down, whereas a server waits for it.
            database.ping();
        } catch (StoreException unreachable) {
            database.close();
            throw unreachable;
        }
        return database;
    }

    /**
     * Parses the URI. Its own error messages never repeat the string, which may contain a password.
     */
    public static final class UriConverter implements ITypeConverter<DatabaseUri> {

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
