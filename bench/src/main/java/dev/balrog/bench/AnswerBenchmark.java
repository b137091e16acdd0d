// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.snapshot.Snapshot;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Latency from a request to the response body: matching, deciding and rendering together. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class AnswerBenchmark {
    private static final long SEED = 11;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Decider decider = new Decider(() -> random.nextInt(RolloutSampler.SAMPLES));
    private final Answers answers = new Answers(decider, Policies.usual());

    /** Evaluates one request of the mix. */
    @Benchmark
    public String answer(Sample sample) {
        UpdateRequest request = sample.requests().next();
        Snapshot snapshot = sample.snapshot();
        Decision decision = decider.decide(snapshot, request);
        return answers.xml(snapshot, request, decision);
    }
}
