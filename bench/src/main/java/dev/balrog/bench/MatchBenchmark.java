// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import dev.balrog.core.rule.Rule;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Latency of finding the rule that applies to a request. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatchBenchmark {

    /** Matches one request of the mix. */
    @Benchmark
    public Optional<Rule> match(Sample sample) {
        return sample.snapshot().rules().match(sample.requests().next());
    }
}
