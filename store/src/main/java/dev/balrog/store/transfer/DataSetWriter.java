// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.transfer;

import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.dataset.DataSetOutput;
import dev.balrog.store.dataset.DataSetScope;
import dev.balrog.store.rows.RowCodec;
import dev.balrog.store.rows.RowLines;
import dev.balrog.store.schema.ReferenceTables;
import dev.balrog.store.snapshot.SnapshotLoader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.LongConsumer;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Exports a database as a data set: JSON lines that can be imported into any kind of database.
 * Holds only a few rows in memory or, for {@link DataSetScope#LIVE}, the compressed reachable
 * releases.
 */
public final class DataSetWriter {
    /** Number of rows per fetch; one release may take several MB. */
    private static final int FETCH_SIZE = 16;

    private static final int PROGRESS_EVERY = 1000;

    private final Database database;

    public DataSetWriter(Database database) {
        this.database = database;
    }

    /**
     * Exports a consistent snapshot of the database to a file. The complete file atomically
     * replaces an existing file of the same name.
     *
     * @param file destination; compressed when its name ends in {@code .gz}
     * @param progress called from time to time with the number of rows written
     * @return the number of rows
     * @throws StoreException when the database can't be read or the file can't be written
     */
    public long write(DataSetScope scope, Path file, LongConsumer progress) {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try {
            long rows;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                rows = write(scope, out, file.toString().endsWith(".gz"), progress);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return rows;
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException("The data set can't be written to " + file + ": " + e, e);
        } finally {
            deleteLeftover(partial);
        }
    }

    private static void deleteLeftover(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new StoreException("The unfinished file " + partial + " can't be deleted: " + e, e);
        }
    }

    /**
     * Exports to a stream, which is not closed.
     *
     * @throws IOException when the stream can't be written
     */
    public long write(DataSetScope scope, OutputStream out, boolean compressed, LongConsumer progress)
            throws IOException {
        DataSetOutput output = new DataSetOutput(out, compressed, scope);
        switch (scope) {
            case WHOLE ->
                database.read(sql -> {
                    Progress counted = new Progress(progress);
                    for (Table<?> table : ReferenceTables.shared()) {
                        export(sql, table, output, counted);
                    }
                    return counted;
                });
            case LIVE -> {
                for (RowLines lines :
                        new SnapshotLoader(database, _ -> {}).load().source().lines()) {
                    output.rows(lines);
                }
            }
        }
        long rows = output.finish();
        progress.accept(rows);
        return rows;
    }

    private static void export(DSLContext sql, Table<?> table, DataSetOutput output, Progress progress) {
        RowCodec codec = RowCodec.of(table);
        var key = table.getPrimaryKey();
        try (Cursor<? extends Record> rows = sql.selectFrom(table)
                .orderBy(key == null ? List.of() : key.getFields())
                .fetchSize(FETCH_SIZE)
                .fetchLazy()) {
            for (Record row : rows) {
                output.row(codec, row);
                progress.one();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Progress {
        private final LongConsumer listener;
        private long rows;

        Progress(LongConsumer listener) {
            this.listener = listener;
        }

        void one() {
            rows++;
            if (rows % PROGRESS_EVERY == 0) {
                listener.accept(rows);
            }
        }
    }
}
