// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.traffic.TrafficFile;
import dev.balrog.client.simulation.SimulationRequest;
import dev.balrog.core.traffic.RecordedTraffic;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that simulate: the sample whose requests are simulated. */
final class TrafficOption {
    @Option(
            names = "--traffic",
            paramLabel = "FILE",
            description = "A traffic sample, as 'balrog traffic import' writes it: the shares are then those of its"
                    + " requests.")
    private @Nullable Path traffic;

    @Option(
            names = "--sample",
            paramLabel = "traffic|synthetic",
            description =
                    "The sample of the server: traffic is what the public apps have recorded; synthetic is derived"
                            + " from rules and releases. Without it traffic, if there is enough.")
    private SimulationRequest.@Nullable Sample sample;

    /**
     * Adds the sample, if one was given.
     *
     * @throws InvalidOptionException if two are given
     */
    void addTo(SimulationRequest request) {
        if (traffic != null && sample != null) {
            throw new InvalidOptionException("--traffic and --sample exclude each other");
        }
        if (traffic != null) {
            TrafficFile.read(traffic).cells().forEach(cell -> request.recorded(cell.toJson()));
        }
        if (sample != null) {
            request.sample(sample);
        }
    }

    /**
     * Returns the given sample; null if none was given.
     *
     * @throws InvalidOptionException if one of the server is asked for, or the file can't be read
     */
    @Nullable
    RecordedTraffic withoutServer() {
        if (sample != null) {
            throw new InvalidOptionException("--sample needs a server: give --traffic, or neither");
        }
        return traffic == null ? null : TrafficFile.read(traffic);
    }
}
