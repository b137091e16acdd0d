// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.traffic.CollectedTraffic;
import dev.balrog.core.BadDataException;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.simulation.SyntheticSample;
import dev.balrog.core.traffic.TrafficCell;
import dev.balrog.service.Problem;
import dev.balrog.store.snapshot.SimulationData;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Decides which requests a simulation answers. */
final class SampleChoice {
    private static final String SAMPLE = "sample";
    private static final String REQUESTS = "requests";
    private static final String LIMIT = "limit";

    private final Supplier<Optional<CollectedTraffic>> collected;
    private final InstantSource clock;

    /**
     * Creates a choice.
     *
     * @param collected supplies the collected traffic sample; empty while there is none
     */
    SampleChoice(Supplier<Optional<CollectedTraffic>> collected, InstantSource clock) {
        this.collected = collected;
        this.clock = clock;
    }

    /** Origin of a sample. */
    sealed interface Origin {
        /** Derived from rules and releases. */
        record Synthetic() implements Origin {}

        /** Given with the request. */
        record Recorded() implements Origin {}

        /**
         * Collected from the public apps.
         *
         * @param age time since the oldest part of it was fetched
         */
        record Collected(CollectedTraffic sample, Duration age) implements Origin {}
    }

    /** Sample of a simulation. */
    record Chosen(Origin origin, List<SampleRequest> requests) {}

    /**
     * Returns the sample that the body of a request chooses: the {@code requests} in it, or the named
     * {@code sample}. Otherwise it is the collected one if there is enough of it, unless the body has
     * the {@code limit} of a synthetic one.
     *
     * @throws ProblemException with status 400 if the body contradicts itself, or has a request that
     *     is no update URL; with status 404 if there is no collected sample
     */
    Chosen choose(SimulationData data, JsonNode body) {
        Optional<CollectedTraffic> traffic = collected.get();
        String wanted = body.path(SAMPLE).asString("");
        if (body.has(REQUESTS)) {
            if (!wanted.isEmpty()) {
                throw Rejections.bad("requests and sample exclude each other: the requests are the sample");
            }
            return new Chosen(new Origin.Recorded(), recorded(body.path(REQUESTS)));
        }
        return switch (wanted) {
            case "synthetic" -> synthetic(data, body);
            case "traffic" -> collected(traffic.orElseThrow(SampleChoice::missing));
            default ->
                traffic.filter(sample -> sample.isEnough() && !body.has(LIMIT))
                        .map(this::collected)
                        .orElseGet(() -> synthetic(data, body));
        };
    }

    private static Chosen synthetic(SimulationData data, JsonNode body) {
        Integer limit = Bodies.exactInteger(body, LIMIT);
        return new Chosen(
                new Origin.Synthetic(),
                SyntheticSample.of(data.before(), data.after(), limit == null ? SyntheticSample.DEFAULT_LIMIT : limit));
    }

    private Chosen collected(CollectedTraffic sample) {
        return new Chosen(
                new Origin.Collected(sample, Duration.between(sample.oldest(), clock.instant())),
                sample.traffic().sampleRequests());
    }

    /** Returns the problem that there is no collected traffic sample. */
    static ProblemException missing() {
        return new ProblemException(new Problem(
                404,
                "Not Found",
                "There is no traffic sample: none of the public apps that are known (PUBLIC_APPS) has recorded enough"
                        + " requests (BALROG_TRAFFIC_SAMPLE)."));
    }

    private static List<SampleRequest> recorded(JsonNode requests) {
        List<SampleRequest> sample = new ArrayList<>();
        for (JsonNode request : requests) {
            try {
                sample.add(TrafficCell.read(request).sampleRequest());
            } catch (BadDataException invalid) {
                throw Rejections.bad(String.valueOf(invalid.getMessage()));
            }
        }
        return sample;
    }
}
