// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import dev.balrog.bench.SampleDatabase.Size;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.simulation.Simulation;
import dev.balrog.core.simulation.SimulationReport;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.traffic.NormalizedRequest;
import dev.balrog.core.traffic.TrafficCell;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Duration of a simulation of many distinct requests. */
@Command(
        name = "bench/run simulation",
        mixinStandardHelpOptions = true,
        description = "Simulate the deletion of rules with many distinct requests, several times in one process, of"
                + " which the first are slower than later ones.")
public final class SimulationBenchmark implements Callable<Integer> {
    private static final long SEED = 13;
    private static final double NANOS_PER_SECOND = 1e9;

    @Option(
            names = "--requests",
            defaultValue = "1000000",
            description = "How many distinct requests; ${DEFAULT-VALUE} unless given.")
    private int requests;

    @Option(names = "--workers", defaultValue = "2", description = "How many threads; ${DEFAULT-VALUE} unless given.")
    private int workers;

    @Option(names = "--rounds", defaultValue = "3", description = "How many times; ${DEFAULT-VALUE} unless given.")
    private int rounds;

    @Option(
            names = "--size",
            defaultValue = "SMALL",
            description = "The data set: SMALL or LARGE; ${DEFAULT-VALUE} unless given.")
    private Size size;

    @Spec
    private CommandSpec spec;

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulationBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Snapshot before = Sample.load(size);
        List<Rule> rules = new ArrayList<>(before.rules().all());
        rules.removeIf(rule -> "release*".equals(rule.channel()));
        Simulation simulation = new Simulation(before, before.withRules(rules), Policies.usual());
        List<TrafficCell> cells = RequestMix.distinctTargets(SEED, requests).stream()
                .map(target -> new TrafficCell(new NormalizedRequest(target.replace(RequestMix.MARK, ""), false), 1))
                .toList();
        for (int round = 1; round <= rounds; round++) {
            long start = System.nanoTime();
            List<SampleRequest> sample =
                    cells.stream().map(TrafficCell::sampleRequest).toList();
            long parsed = System.nanoTime();
            SimulationReport report = run(simulation, sample);
            long end = System.nanoTime();
            out.printf(
                    Locale.ROOT,
                    "Round %d: %,d requests, %,d of them changed; %.2f s to parse, %.2f s to simulate with %d threads%n",
                    round,
                    report.total().requests(),
                    report.changed().requests(),
                    (parsed - start) / NANOS_PER_SECOND,
                    (end - parsed) / NANOS_PER_SECOND,
                    workers);
            out.flush();
        }
        return ExitCode.OK;
    }

    private SimulationReport run(Simulation simulation, List<SampleRequest> sample) {
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            return simulation.run(sample, Simulation.Limits.DEFAULT, threads, workers, Simulation.Progress.NONE);
        }
    }
}
