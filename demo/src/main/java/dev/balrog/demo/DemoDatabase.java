// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.cli.sample.SampleFile;
import dev.balrog.cli.sample.SampleSize;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.schema.Schema;
import dev.balrog.store.transfer.DataSetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Directory with a SQLite database of sample data. */
final class DemoDatabase {
    private static final long SEED = 1;

    private final Path directory;

    DemoDatabase(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** Returns the database file. */
    Path file() {
        return directory.resolve("balrog.db");
    }

    /** Returns the URI of the database. */
    DatabaseUri uri() {
        return new DatabaseUri.Sqlite(file());
    }

    /** Returns the directory of the server's snapshot spool. */
    Path spool() {
        return directory.resolve("spool");
    }

    /** Returns the directory of the Prometheus server. */
    Path prometheus() {
        return directory.resolve("prometheus");
    }

    boolean exists() {
        return Files.exists(file());
    }

    /** Deletes the database and the spooled snapshots. */
    void delete() throws IOException {
        List<Path> files = List.of(
                file(),
                directory.resolve("balrog.db-wal"),
                directory.resolve("balrog.db-shm"),
                spool().resolve("snapshot.jsonl.gz"),
                spool().resolve("snapshot.previous.jsonl.gz"));
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Creates the database. The file is renamed when it is complete, so an interrupted creation
     * starts again.
     */
    void create(SampleSize size) throws IOException {
        Files.createDirectories(directory);
        Path unfinished = directory.resolve("balrog.db.part");
        Files.deleteIfExists(unfinished);
        try (Database database = new Database(new DatabaseUri.Sqlite(unfinished), DatabaseOptions.forWriting())) {
            new Schema(database).upgrade();
            fill(database, size, directory);
        }
        Files.move(unfinished, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Imports sample data into an empty database.
     *
     * @param directory existing directory for the data set, which is deleted afterwards
     * @return the number of rows
     */
    static long fill(Database database, SampleSize size, Path directory) throws IOException {
        Path sample = directory.resolve("sample.jsonl");
        try {
            SampleFile.write(size, SEED, sample, rows -> {});
            return new DataSetReader(database).read(sample, false, rows -> {});
        } finally {
            Files.deleteIfExists(sample);
        }
    }
}
