// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.expectation.ServedDataOptions;
import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.simulation.SimulationProgress;
import dev.balrog.client.simulation.SimulationResult;
import dev.balrog.core.BadDataException;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.simulation.Simulation;
import dev.balrog.core.simulation.SimulationReport;
import dev.balrog.core.simulation.SimulationReportJson;
import dev.balrog.core.simulation.SyntheticSample;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.traffic.RecordedTraffic;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Simulation of a data set in place of another one, or of a database, without a server. */
final class DataSetSimulation {
    @Mixin
    private ServedDataOptions before;

    @Option(
            names = "--after",
            paramLabel = "FILE",
            description = "Data set to serve in place of that of --data-set or --from-database, without a server.")
    private @Nullable Path after;

    /**
     * Returns whether the options ask for this simulation.
     *
     * @throws InvalidOptionException if only one of both sides is given
     */
    boolean isGiven() {
        if (before.isGiven() && after == null) {
            throw new InvalidOptionException("--after is missing: the data set to serve in place of the given data");
        }
        if (!before.isGiven() && after != null) {
            throw new InvalidOptionException("--after needs the data from before: give --data-set or --from-database");
        }
        return after != null;
    }

    /**
     * Runs the simulation.
     *
     * @param traffic requests to simulate; null to derive them from rules and releases
     * @param limit largest number of requests to derive
     * @throws dev.balrog.store.StoreException if the data can't be read
     */
    SimulationResult run(@Nullable RecordedTraffic traffic, int limit, SimulationProgress progress) {
        if (after == null) {
            throw new IllegalStateException("--after is not given");
        }
        Snapshot old = before.snapshot();
        Snapshot replacement = ServedDataOptions.snapshotOf(after);
        List<SampleRequest> sample = traffic == null ? SyntheticSample.of(old, replacement, limit) : recorded(traffic);
        int workers = Runtime.getRuntime().availableProcessors();
        AtomicLong evaluated = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            SimulationReport report = new Simulation(old, replacement, before.urlPolicy())
                    .run(sample, Simulation.Limits.DEFAULT, threads, workers, requests -> {
                        // Several threads report, and not in the order of their numbers.
                        progress.advanced(evaluated.accumulateAndGet(requests, Math::max), sample.size());
                        return true;
                    });
            return SimulationResult.of(SimulationReportJson.of(report, traffic == null ? "synthetic" : "recorded"));
        }
    }

    private static List<SampleRequest> recorded(RecordedTraffic traffic) {
        try {
            return traffic.sampleRequests();
        } catch (BadDataException invalid) {
            throw new InvalidOptionException("--traffic: " + invalid.getMessage());
        }
    }
}
