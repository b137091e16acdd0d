// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.transfer;

import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS_HISTORY;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SETS;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SETS_HISTORY;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SET_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SET_SIGNOFFS_HISTORY;

import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.dataset.DataSetInput;
import dev.balrog.store.dataset.DataSetScope;
import dev.balrog.store.rows.RowCodec;
import dev.balrog.store.schema.ReferenceTables;
import dev.balrog.store.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Imports a data set into a database in one transaction. */
public final class DataSetReader {
    private static final int BATCH_ROWS = 200;
    /**
     * Table that is ignored in an otherwise empty database, because a health check may have written
     * its counter.
     */
    private static final String HEALTH_CHECK = "dockerflow";

    private final Database database;

    public DataSetReader(Database database) {
        this.database = database;
    }

    /**
     * Imports a file in one transaction. Nothing is changed unless the whole file was read and its
     * checksum is correct.
     *
     * @param file a data set, compressed or not
     * @param replace whether to delete all existing rows of every table first; otherwise the
     *     database has to be empty
     * @param progress called from time to time with the number of rows read
     * @return the number of rows
     * @throws StoreException when the file is no data set, is truncated or damaged, or contains
     *     unknown tables or columns; when the database is not empty, has other tables, or fails
     */
    public long read(Path file, boolean replace, LongConsumer progress) {
        Schema schema = new Schema(database);
        schema.requireReadable();
        boolean audited = schema.hasAuditLog();
        Function<DSLContext, Long> work = sql -> {
            if (!replace) {
                firstTableInUse(sql).ifPresent(table -> {
                    throw new StoreException("The database is not empty: there are rows in " + table.getName()
                            + ". Nothing was imported");
                });
            }
            Import importing = new Import(sql, file, progress, ReferenceTables.shared());
            long rows = DataSetInput.read(file, importing);
            importing.flush();
            if (audited) {
                clearComments(sql);
                clearChangeSets(sql);
                AuditChain.imported(sql, operator(), System.currentTimeMillis(), String.valueOf(file.getFileName()));
            }
            progress.accept(rows);
            return rows;
        };
        return audited ? database.writeExclusively(work) : database.write(work);
    }

    /** Deletes the comments on scheduled changes that are replaced. */
    private static void clearComments(DSLContext sql) {
        sql.deleteFrom(BALROG_CHANGE_COMMENTS).execute();
        sql.deleteFrom(BALROG_CHANGE_COMMENTS_HISTORY).execute();
    }

    /** Deletes the change sets, because the rows that they change are replaced. */
    static void clearChangeSets(DSLContext sql) {
        sql.deleteFrom(BALROG_CHANGE_SETS).execute();
        sql.deleteFrom(BALROG_CHANGE_SETS_HISTORY).execute();
        sql.deleteFrom(BALROG_CHANGE_SET_SIGNOFFS).execute();
        sql.deleteFrom(BALROG_CHANGE_SET_SIGNOFFS_HISTORY).execute();
    }

    /**
     * Returns whether {@link #read} would import into this database without replacing anything.
     *
     * @throws StoreException when the schema is not readable, or the database fails
     */
    public boolean isDatabaseEmpty() {
        new Schema(database).requireReadable();
        return database.read(sql -> firstTableInUse(sql).isEmpty());
    }

    /** Returns the user that the audit log records. */
    private static String operator() {
        String user = System.getProperty("user.name", "");
        return user.isBlank() ? "balrog" : user;
    }

    private static Optional<Table<?>> firstTableInUse(DSLContext sql) {
        return ReferenceTables.shared().stream()
                .filter(table -> !table.getName().equals(HEALTH_CHECK) && sql.fetchExists(table))
                .findFirst();
    }

    /** Import of the rows of a data set within a transaction. */
    static final class Import implements DataSetInput.Rows {
        private final DSLContext sql;
        private final Path file;
        private final LongConsumer progress;
        private final List<Table<?>> replaced;
        private final List<@Nullable Object[]> batch = new ArrayList<>();
        private @Nullable RowCodec batchCodec;
        private long firstLine;
        private long rows;

        /**
         * Creates an import.
         *
         * @param replaced tables whose rows are deleted first
         */
        Import(DSLContext sql, Path file, LongConsumer progress, List<Table<?>> replaced) {
            this.sql = sql;
            this.replaced = replaced;
            this.file = file;
            this.progress = progress;
        }

        @Override
        public void begin(DataSetScope scope) {
            // The header is valid at this point, so a file that is no data set is rejected without
            // waiting for the deletion.
            for (Table<?> table : replaced) {
                sql.deleteFrom(table).execute();
            }
        }

        @Override
        public void row(long line, RowCodec codec, @Nullable Object[] values) {
            if (batchCodec != codec || batch.size() >= BATCH_ROWS) {
                flush();
                batchCodec = codec;
                firstLine = line;
            }
            batch.add(values);
            rows++;
        }

        /** Writes the rows that are still buffered. */
        void flush() {
            if (batchCodec == null || batch.isEmpty()) {
                return;
            }
            try {
                batchCodec.insert(sql, batch);
            } catch (DataAccessException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new StoreException(
                        file + ", line " + firstLine + " to " + (firstLine + batch.size() - 1)
                                + ": the database rejects these rows: " + cause.getMessage(),
                        e);
            }
            batch.clear();
            progress.accept(rows);
        }
    }
}
