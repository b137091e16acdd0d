// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.job;

import static dev.balrog.store.jooq.Tables.BALROG_JOB_RUNS;

import dev.balrog.store.Database;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Last successful run of each job. A job that ends before anything can scrape it records its run
 * here, and the admin app exports it.
 */
public final class JobRuns {
    private JobRuns() {}

    /**
     * Records a run; replaces the one before.
     *
     * @throws dev.balrog.store.StoreException when the database fails
     */
    public static void record(Database database, Job job, JobRun run) {
        database.<Integer>write(sql -> record(sql, job, run));
    }

    /**
     * Records a run within a transaction.
     *
     * @return 1, the number of rows written
     */
    public static int record(DSLContext sql, Job job, JobRun run) {
        sql.deleteFrom(BALROG_JOB_RUNS).where(BALROG_JOB_RUNS.JOB.eq(job.id())).execute();
        return sql.insertInto(BALROG_JOB_RUNS)
                .set(BALROG_JOB_RUNS.JOB, job.id())
                .set(BALROG_JOB_RUNS.STARTED, run.started())
                .set(BALROG_JOB_RUNS.FINISHED, run.finished())
                .set(BALROG_JOB_RUNS.COUNTS, JsonMapper.shared().writeValueAsString(new TreeMap<>(run.counts())))
                .execute();
    }

    /**
     * Returns the last successful run of each job that has had one.
     *
     * @throws dev.balrog.store.StoreException when the database fails
     */
    public static Map<Job, JobRun> last(Database database) {
        return database.read(JobRuns::last);
    }

    private static Map<Job, JobRun> last(DSLContext sql) {
        Map<Job, JobRun> runs = new EnumMap<>(Job.class);
        sql.selectFrom(BALROG_JOB_RUNS)
                .forEach(row -> job(row.get(BALROG_JOB_RUNS.JOB))
                        .ifPresent(job -> runs.put(
                                job,
                                new JobRun(
                                        row.get(BALROG_JOB_RUNS.STARTED),
                                        row.get(BALROG_JOB_RUNS.FINISHED),
                                        counts(row.get(BALROG_JOB_RUNS.COUNTS))))));
        return runs;
    }

    /** Returns the job of a stored name; empty for one that only a newer version knows. */
    private static Optional<Job> job(String id) {
        for (Job job : Job.values()) {
            if (job.id().equals(id)) {
                return Optional.of(job);
            }
        }
        return Optional.empty();
    }

    private static Map<String, Long> counts(String json) {
        Map<String, Long> counts = new TreeMap<>();
        try {
            JsonMapper.shared().readTree(json).forEachEntry((name, count) -> counts.put(name, count.asLong(0)));
        } catch (JacksonException _) {
            // Numbers are for display only.
            return Map.of();
        }
        return counts;
    }
}
