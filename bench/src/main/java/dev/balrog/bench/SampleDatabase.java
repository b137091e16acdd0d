// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

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
import java.util.Locale;

/** Sample databases with a fixed seed, generated once and kept in a directory. */
public final class SampleDatabase {
    private static final long SEED = 1;

    private final Path directory;

    /** Creates a provider of databases in this directory, which need not exist. */
    public SampleDatabase(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** Size of a database. */
    public enum Size {
        /** Minimal data set, for tests of the benchmarks. */
        TINY,
        /** 500 rules; 60 full releases of 120. */
        SMALL,
        /** 10,000 rules; 60 full releases of 60,000. */
        LARGE;

        private SampleSize sample() {
            return switch (this) {
                case TINY -> SampleSize.DEMO;
                case SMALL -> SampleSize.SMALL;
                case LARGE -> SampleSize.LARGE;
            };
        }

        String fileName() {
            return name().toLowerCase(Locale.ROOT) + ".db";
        }
    }

    /** Opens the database of this size, and generates it if it does not exist. */
    public Database open(Size size) throws IOException {
        return new Database(new DatabaseUri.Sqlite(file(size)), DatabaseOptions.forReading());
    }

    /** Returns the SQLite file of this size, which is generated if it does not exist. */
    public Path file(Size size) throws IOException {
        Path file = directory.resolve(size.fileName());
        if (!Files.exists(file)) {
            make(size.sample(), file);
        }
        return file;
    }

    /** Generates a database, under a temporary name until it is complete. */
    private void make(SampleSize size, Path file) throws IOException {
        Files.createDirectories(directory);
        Path sample = directory.resolve("sample.jsonl.gz");
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(unfinished);
        SampleFile.write(size, SEED, sample, rows -> {});
        try (Database database = new Database(new DatabaseUri.Sqlite(unfinished), DatabaseOptions.forWriting())) {
            new Schema(database).upgrade();
            new DataSetReader(database).read(sample, false, rows -> {});
        }
        Files.delete(sample);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
