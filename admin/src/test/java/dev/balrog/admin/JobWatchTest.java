// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.service.BuildInfo;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.job.Job;
import dev.balrog.store.job.JobRun;
import dev.balrog.store.job.JobRuns;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobWatchTest {
    @TempDir
    private Path directory;

    private static double value(ServerMetrics metrics, String series) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @ParameterizedTest
    @EnumSource
    void exportsTheLastRunOfEachJob(Kind kind) {
        String finished = "balrog_job_last_success_timestamp_seconds{task=\"cleanup\"}";
        String deleted = "balrog_job_result{result=\"deleted\",task=\"cleanup\"}";
        try (Database database = TestDatabases.create(kind, directory);
                ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current());
                JobWatch watch = new JobWatch(database, metrics)) {
            watch.read();
            assertThat(value(metrics, finished)).isZero();
            assertThat(value(metrics, deleted)).isNaN();

            JobRuns.record(database, Job.CLEANUP, new JobRun(1000, 5500, Map.of("deleted", 7L)));
            watch.read();
            assertThat(value(metrics, finished)).isEqualTo(5.5);
            assertThat(value(metrics, deleted)).isEqualTo(7);

            JobRuns.record(database, Job.CLEANUP, new JobRun(6000, 9000, Map.of("deleted", 0L)));
            database.<Integer>write(sql -> sql.execute(
                    "INSERT INTO balrog_job_runs (job, started, finished, counts) VALUES ('later', 1, 2, '{}')"));
            watch.read();
            assertThat(value(metrics, finished)).isEqualTo(9);
            assertThat(value(metrics, deleted)).isZero();
            assertThat(value(metrics, "balrog_job_last_success_timestamp_seconds{task=\"stage_reset\"}"))
                    .isZero();

            database.<Integer>write(sql -> sql.execute("DROP TABLE balrog_job_runs"));
            watch.read();
            assertThat(value(metrics, finished)).isEqualTo(9);
        }
    }
}
