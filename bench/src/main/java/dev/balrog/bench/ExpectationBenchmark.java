// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import dev.balrog.core.expectation.Expectation;
import dev.balrog.core.expectation.ExpectationEvaluator;
import dev.balrog.core.expectation.ExpectationGenerator;
import dev.balrog.core.expectation.ExpectationReader;
import dev.balrog.core.expectation.ExpectationResult;
import dev.balrog.core.expectation.InvalidExpectationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.node.JsonNodeFactory;

/** Time to evaluate 10,000 expectations, as they are generated for what is served. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class ExpectationBenchmark {
    private static final int EXPECTATIONS = 10_000;
    private static final int DERIVED_REQUESTS = 500_000;

    private final ExpectationEvaluator evaluator = new ExpectationEvaluator(Policies.usual());
    private List<Expectation> expectations = List.of();

    /** Generates expectations, and repeats them if there are too few. */
    @Setup
    public void generate(Sample sample) throws InvalidExpectationException {
        List<Expectation> generated = ExpectationReader.readAll(JsonNodeFactory.instance
                .objectNode()
                .set(
                        "expectations",
                        ExpectationGenerator.generate(
                                sample.snapshot(), Policies.usual(), Optional.empty(), DERIVED_REQUESTS)));
        List<Expectation> repeated = new ArrayList<>(EXPECTATIONS);
        for (int i = 0; i < EXPECTATIONS; i++) {
            repeated.add(generated.get(i % generated.size()));
        }
        expectations = List.copyOf(repeated);
    }

    /** Evaluates all of them. */
    @Benchmark
    public long evaluate(Sample sample) {
        return evaluator.evaluate(sample.snapshot(), expectations).stream()
                .filter(ExpectationResult::isHeld)
                .count();
    }
}
