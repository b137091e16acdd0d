// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark once, in this process, on the smallest data: so that none is found broken only when it is needed. */
@Tag("slow")
class BenchmarksTest {
    private static final int BENCHMARKS = 6;

    @TempDir
    private Path directory;

    @Test
    void each_benchmark_runs() throws RunnerException {
        // A benchmark that someone runs elsewhere on the machine is no reason to fail.
        System.setProperty("jmh.ignoreLock", "true");
        System.setProperty(Sample.DIRECTORY_PROPERTY, directory.toString());
        Options once = new OptionsBuilder()
                .include("dev\\.balrog\\.bench\\..*")
                .param("size", "TINY")
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        Collection<RunResult> results = new Runner(once).run();

        assertThat(results).hasSize(BENCHMARKS);
    }
}
