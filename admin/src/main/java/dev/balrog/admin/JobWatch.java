// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.service.ServerMetrics;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.job.Job;
import dev.balrog.store.job.JobRun;
import dev.balrog.store.job.JobRuns;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports the last successful run of each periodic job, which ends before it could be scraped
 * itself. Reads the database once a minute in its own thread.
 */
public final class JobWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Database database;
    private final ServerMetrics metrics;
    private final PeriodicTask task = new PeriodicTask("job-watch", INTERVAL, this::read);
    /** Exported results, as job and name of the count. */
    private final Set<String> exported = new HashSet<>();

    private volatile Map<Job, JobRun> runs = Map.of();

    /** Creates a watch that does nothing before {@link #start}. */
    JobWatch(Database database, ServerMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
        for (Job job : Job.values()) {
            metrics.gauge(
                    "balrog.job.last.success.timestamp.seconds",
                    "End of the last successful run of a periodic job; 0 if there was none.",
                    () -> finished(job),
                    "task",
                    job.id());
        }
    }

    private double finished(Job job) {
        return Optional.ofNullable(runs.get(job)).map(JobRun::finished).orElse(0L) / MILLIS_PER_SECOND;
    }

    /** Starts to read the runs, at once and then every minute, until the watch is closed. */
    JobWatch start() {
        task.start();
        return this;
    }

    /** Reads the runs. If the database fails, the previous values stay. */
    void read() {
        try {
            runs = JobRuns.last(database);
            runs.forEach((job, run) -> run.counts().keySet().forEach(count -> export(job, count)));
        } catch (StoreException e) {
            LOG.debug("The runs of jobs can't be read", e);
        }
    }

    private void export(Job job, String count) {
        if (exported.add(job + " " + count)) {
            metrics.gauge(
                    "balrog.job.result",
                    "Numbers that the last successful run of a periodic job reported.",
                    () -> Optional.ofNullable(runs.get(job))
                            .map(run -> run.counts().getOrDefault(count, 0L))
                            .orElse(0L),
                    "task",
                    job.id(),
                    "result",
                    count);
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
