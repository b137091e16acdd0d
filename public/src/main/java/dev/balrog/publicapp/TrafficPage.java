// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.traffic.Anonymizer;
import dev.balrog.core.traffic.RecordedTraffic;
import dev.balrog.publicapp.traffic.TrafficRecorder;
import dev.balrog.service.Answer;
import dev.balrog.service.FixedHeaders;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Page with the traffic sample of this server, in the format of the files. */
final class TrafficPage implements Supplier<Answer> {
    static final String PATH = "/traffic";

    private static final FixedHeaders JSON_LINES = FixedHeaders.of("Content-Type", "application/x-ndjson");

    private final TrafficRecorder recorder;

    TrafficPage(TrafficRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public Answer get() {
        try {
            RecordedTraffic sample = recorder.sample(Anonymizer.DEFAULT_MINIMUM);
            String lines = sample.lines().map(line -> line + "\n").collect(Collectors.joining());
            return new Answer(200, JSON_LINES, Buffer.buffer(lines));
        } catch (TimeoutException busy) {
            return Answer.text(503, "Too many requests are waiting to be counted; retry later.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Answer.text(503, "The server is stopping.");
        }
    }
}
