// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.transfer;

import static dev.balrog.store.jooq.Tables.BALROG_AGREED_RELEASES;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS_HISTORY;
import static dev.balrog.store.jooq.Tables.BALROG_RELEASE_REFERENCES;
import static dev.balrog.store.jooq.Tables.BALROG_SIGNOFF_DIGESTS;

import dev.balrog.store.Database;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.dataset.DataSetInput;
import dev.balrog.store.dataset.DataSetScope;
import dev.balrog.store.job.Job;
import dev.balrog.store.job.JobRun;
import dev.balrog.store.job.JobRuns;
import dev.balrog.store.notification.NotificationQueue;
import dev.balrog.store.rows.RowCodec;
import dev.balrog.store.schema.EnvironmentMark;
import dev.balrog.store.schema.ReferenceTables;
import dev.balrog.store.schema.Schema;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what a stage database serves by a data set of production: rules, releases, pins and
 * shutoffs. Stage keeps its users, roles and required signoffs, with their histories and scheduled
 * changes. The scheduled changes and histories of what is replaced are deleted, because they belong
 * to other rows.
 *
 * <p>Refuses a database that is not marked as stage ({@link EnvironmentMark}).
 */
public final class StageReset {
    /** Tables whose rows are taken from the data set. */
    private static final Set<String> SERVED =
            Set.of("rules", "releases", "releases_json", "release_assets", "pinnable_releases", "emergency_shutoffs");

    /** Beginnings of the names of tables that stage keeps. */
    private static final List<String> KEPT = List.of("permissions", "user_roles", "product_req_signoffs", "dockerflow");

    private final Database database;
    private final InstantSource clock;

    public StageReset(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Numbers of rows of a table that is replaced.
     *
     * @param before rows in the database
     * @param after rows in the data set
     */
    public record Replacement(long before, long after) {}

    /**
     * Returns the replacements by table, without changing anything. Reads the whole file.
     *
     * @param progress called from time to time with the number of rows read
     * @throws dev.balrog.store.StoreException when the database is not marked as stage, or the file
     *     is no intact data set
     */
    public Map<String, Replacement> plan(Path file, LongConsumer progress) {
        new Schema(database).requireUpToDate();
        return database.read(sql -> {
            EnvironmentMark.requireStage(sql);
            Counts counts = new Counts(progress);
            DataSetInput.read(file, counts);
            return replacements(sql, counts.rows);
        });
    }

    private static Map<String, Replacement> replacements(DSLContext sql, Map<String, Long> rows) {
        Map<String, Replacement> replacements = new TreeMap<>();
        for (Table<?> table : replaced()) {
            long before = sql.fetchCount(table);
            long after = rows.getOrDefault(table.getName(), 0L);
            if (before > 0 || after > 0) {
                replacements.put(table.getName(), new Replacement(before, after));
            }
        }
        return replacements;
    }

    private static List<Table<?>> replaced() {
        return ReferenceTables.shared().stream()
                .filter(table -> KEPT.stream().noneMatch(table.getName()::startsWith))
                .toList();
    }

    /**
     * Replaces the rows in one transaction: all of them, or nothing if anything fails.
     *
     * @param operator user that the audit log records
     * @param progress called from time to time with the number of rows read
     * @return the replacements by table
     * @throws dev.balrog.store.StoreException when the database is not marked as stage or does not
     *     take the rows, or the file is no intact data set
     */
    public Map<String, Replacement> replace(Path file, String operator, LongConsumer progress) {
        new Schema(database).requireUpToDate();
        long started = clock.millis();
        return database.writeExclusively(sql -> {
            EnvironmentMark.requireStage(sql);
            Counts counts = new Counts(progress);
            DataSetReader.Import importing = new DataSetReader.Import(sql, file, _ -> {}, replaced());
            DataSetInput.read(file, new DataSetInput.Rows() {
                @Override
                public void begin(DataSetScope scope) {
                    counts.replacements = replacements(sql, Map.of());
                    importing.begin(scope);
                    clearDerived(sql);
                }

                @Override
                public void row(long line, RowCodec codec, @Nullable Object[] values) {
                    if (SERVED.contains(codec.table().getName())) {
                        importing.row(line, codec, values);
                    }
                    counts.row(line, codec, values);
                }
            });
            importing.flush();
            AuditChain.imported(sql, operator, clock.millis(), String.valueOf(file.getFileName()));
            Map<String, Replacement> result = counts.result();
            JobRuns.record(sql, Job.STAGE_RESET, new JobRun(started, clock.millis(), counts.rows));
            return result;
        });
    }

    /** Deletes what is derived from the replaced rows, or is about their scheduled changes. */
    private static void clearDerived(DSLContext sql) {
        sql.deleteFrom(BALROG_AGREED_RELEASES).execute();
        sql.deleteFrom(BALROG_RELEASE_REFERENCES).execute();
        NotificationQueue.clear(sql);
        DataSetReader.clearChangeSets(sql);
        for (String entity : SERVED) {
            sql.deleteFrom(BALROG_SIGNOFF_DIGESTS)
                    .where(BALROG_SIGNOFF_DIGESTS.ENTITY.eq(entity))
                    .execute();
            sql.deleteFrom(BALROG_CHANGE_COMMENTS)
                    .where(BALROG_CHANGE_COMMENTS.ENTITY.eq(entity))
                    .execute();
            sql.deleteFrom(BALROG_CHANGE_COMMENTS_HISTORY)
                    .where(BALROG_CHANGE_COMMENTS_HISTORY.ENTITY.eq(entity))
                    .execute();
        }
    }

    /** Counts the rows of a data set that are taken. */
    private static final class Counts implements DataSetInput.Rows {
        private static final int PROGRESS_EVERY = 1000;

        private final LongConsumer progress;
        private final Map<String, Long> rows = new TreeMap<>();
        private Map<String, Replacement> replacements = Map.of();
        private long all;

        Counts(LongConsumer progress) {
            this.progress = progress;
        }

        @Override
        public void begin(DataSetScope scope) {
            // Either scope has the tables that are served.
        }

        @Override
        public void row(long line, RowCodec codec, @Nullable Object[] values) {
            if (SERVED.contains(codec.table().getName())) {
                rows.merge(codec.table().getName(), 1L, Long::sum);
            }
            all++;
            if (all % PROGRESS_EVERY == 0) {
                progress.accept(all);
            }
        }

        Map<String, Replacement> result() {
            Map<String, Replacement> result = new TreeMap<>(replacements);
            rows.forEach((table, after) -> result.merge(
                    table, new Replacement(0, after), (old, read) -> new Replacement(old.before(), read.after())));
            return result;
        }
    }
}
