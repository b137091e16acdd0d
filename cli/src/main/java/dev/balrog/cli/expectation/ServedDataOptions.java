// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.expectation;

import dev.balrog.cli.options.DatabaseOptions.UriConverter;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.options.MozillaDomains;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.schema.Schema;
import dev.balrog.store.snapshot.SnapshotLoader;
import dev.balrog.store.transfer.DataSetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Data that is evaluated without a server: a data set, or a database. */
public final class ServedDataOptions {
    @Option(
            names = "--data-set",
            paramLabel = "FILE",
            description = "Data set written by 'balrog export', with --live or without, compressed or not.")
    private @Nullable Path dataSet;

    @Option(
            names = "--from-database",
            paramLabel = "URI",
            converter = UriConverter.class,
            description = "Database to read: sqlite:////absolute/path.db or mysql://user:password@host:port/name.")
    private @Nullable DatabaseUri database;

    @Option(
            names = "--domain-allowlist",
            paramLabel = "FILE",
            description = "JSON file with the hosts that updates may be downloaded from, as the servers have it, for"
                    + " --data-set and --from-database. Default: Mozilla's hosts.")
    @Variable("DOMAIN_ALLOWLIST")
    private @Nullable Path domainAllowlist;

    /** Returns whether data is given. */
    public boolean isGiven() {
        return dataSet != null || database != null;
    }

    /** Returns the policy for download URLs. */
    public UrlPolicy urlPolicy() {
        return domainAllowlist == null
                ? MozillaDomains.urlPolicy()
                : new UrlPolicy(MozillaDomains.allowlist(domainAllowlist), List.of(MozillaDomains.SPECIAL_FORCE_HOST));
    }

    /**
     * Loads what the public app would serve from the data.
     *
     * @throws InvalidOptionException if not exactly one of both options is given
     * @throws dev.balrog.store.StoreException if the data can't be read
     */
    public Snapshot snapshot() {
        if ((dataSet == null) == (database == null)) {
            throw new InvalidOptionException("give either --data-set or --from-database");
        }
        return dataSet == null ? read(database) : snapshotOf(dataSet);
    }

    private static Snapshot read(DatabaseUri uri) {
        try (Database opened = new Database(uri, DatabaseOptions.forReading())) {
            opened.ping();
            return load(opened);
        }
    }

    /**
     * Loads what the public app would serve from a data set. Imports it into a temporary database, so
     * that it is read as the servers read it.
     *
     * @throws dev.balrog.store.StoreException if the data can't be read
     */
    public static Snapshot snapshotOf(Path dataSet) {
        try {
            Path directory = Files.createTempDirectory("balrog-data-set");
            Path file = directory.resolve("balrog.db");
            try (Database scratch = new Database(new DatabaseUri.Sqlite(file), DatabaseOptions.forWriting())) {
                new Schema(scratch).upgrade();
                new DataSetReader(scratch).read(dataSet, false, _ -> {});
                return load(scratch);
            } finally {
                delete(directory);
            }
        } catch (IOException failed) {
            throw new CommandFailure("there is no room for a temporary database: " + failed, failed);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static Snapshot load(Database database) {
        // A release that can't be read counts as missing, as it does for clients.
        return new SnapshotLoader(database, _ -> {}).load().snapshot();
    }
}
