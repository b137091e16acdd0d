// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.traffic.TrafficFile;
import dev.balrog.client.BalrogClient;
import dev.balrog.core.BadDataException;
import dev.balrog.core.traffic.RecordedTraffic;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Fetches the traffic sample that the admin app has collected from the public apps. */
@Command(
        name = "fetch",
        description = {
            "Fetch the traffic sample that the admin app has collected from the public apps.",
            "The admin app knows the public apps by PUBLIC_APPS, and these record requests if BALROG_TRAFFIC_SAMPLE is"
                    + " set. docs/traffic.md tells more."
        })
final class TrafficFetchCommand extends RemoteCommand {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "File to write the sample to, compressed if its name ends in .gz.")
    private Path file;

    @Override
    int run(BalrogClient client, Output out) {
        RecordedTraffic sample;
        try {
            sample = RecordedTraffic.read(client.simulations().trafficSample().iterator());
        } catch (BadDataException noSample) {
            throw new CommandFailure("the server gave no traffic sample: " + noSample.getMessage(), noSample);
        }
        TrafficFile.write(sample, file);
        ObjectNode summary = Shapes.object()
                .put("requests", sample.requests())
                .put("distinct", sample.cells().size())
                .put("minimum", sample.minimum())
                .put("left_out_share", sample.suppressedShare());
        out.done(
                String.format(
                        Locale.ROOT,
                        "The sample of %,d requests has %,d distinct ones, and leaves out %.1f %%.",
                        sample.requests(),
                        sample.cells().size(),
                        sample.suppressedShare() * 100),
                summary);
        return ExitCode.OK;
    }
}
