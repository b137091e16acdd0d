// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.Reply.MediaType;
import dev.balrog.admin.contract.ZippedBytes;
import dev.balrog.admin.traffic.CollectedTraffic;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Handler of the download of the collected traffic sample. */
final class TrafficSampleHandlers {
    private final Supplier<Optional<CollectedTraffic>> collected;

    TrafficSampleHandlers(Supplier<Optional<CollectedTraffic>> collected) {
        this.collected = collected;
    }

    /**
     * Returns the sample in the format of its files.
     *
     * @throws ProblemException with status 404 if there is none
     */
    Reply get(Call call) throws IOException {
        CollectedTraffic sample = collected.get().orElseThrow(SampleChoice::missing);
        ZippedBytes body = new ZippedBytes();
        for (Iterator<ObjectNode> lines = sample.traffic().lines().iterator(); lines.hasNext(); ) {
            body.write((lines.next() + "\n").getBytes(UTF_8));
        }
        return new Reply(
                200,
                MediaType.JSON_LINES,
                new Reply.Body.Zipped(body.finished(), body.length()),
                Map.of("Content-Disposition", "attachment; filename=\"traffic-sample.jsonl\""));
    }
}
