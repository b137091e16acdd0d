// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.traffic.TrafficFile;
import dev.balrog.client.simulation.SimulationRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Option of commands that simulate: the traffic sample whose requests are simulated. */
final class TrafficOption {
    @Option(
            names = "--traffic",
            paramLabel = "FILE",
            description = "A traffic sample, as 'balrog traffic import' writes it: the shares are then those of its"
                    + " requests.")
    private @Nullable Path traffic;

    /** Adds the requests of the sample, if one was given. */
    void addTo(SimulationRequest request) {
        if (traffic != null) {
            TrafficFile.read(traffic).cells().forEach(cell -> request.recorded(cell.toJson()));
        }
    }
}
