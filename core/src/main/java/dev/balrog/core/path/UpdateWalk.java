// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.simulation.Responder.Response;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walk of one client from update to update: it installs what it is offered, and asks again. */
public final class UpdateWalk {
    private UpdateWalk() {}

    /**
     * Source of the responses.
     *
     * @param <R> a response
     */
    public interface Engine<R> {
        /** Returns the response to a request. */
        R ask(SampleRequest request);

        /** Returns the build that a response offers; null for none, and for formats without versions. */
        @Nullable
        OfferedBuild offered(SampleRequest request, R response);

        /** Returns an engine that gives whole responses. */
        static Engine<Response> of(Function<SampleRequest, Response> ask) {
            return new Engine<>() {
                @Override
                public Response ask(SampleRequest request) {
                    return ask.apply(request);
                }

                @Override
                public @Nullable OfferedBuild offered(SampleRequest request, Response response) {
                    return response.build();
                }
            };
        }
    }

    /** Reason for the end of a walk. */
    public enum Ending {
        /** The client has what it should reach. */
        GOAL,
        /** The response offers no build. */
        NO_BUILD,
        /** The response offers a build that is not newer than the client's, or that it had before. */
        LOOP,
        /** The client has made as many updates as it may. */
        STEP_LIMIT
    }

    /**
     * Request of the client, with the response.
     *
     * @param next the request of the client after the update; null where no build is offered
     * @param isLoop whether the offered build is not newer than that of the client
     * @param <R> a response
     */
    public record Step<R>(
            SampleRequest request, R response, @Nullable SampleRequest next, boolean isLoop) {}

    /**
     * Finished walk.
     *
     * @param steps the steps in their order
     * @param end the request that the client would send after all updates
     * @param updates number of updates
     * @param <R> a response
     */
    public record Walked<R>(List<Step<R>> steps, SampleRequest end, int updates, Ending ending) {
        public Walked {
            steps = List.copyOf(steps);
        }

        /** Returns the response to the last request of the client; null where it sent none. */
        public @Nullable R lastResponse() {
            return steps.size() <= updates ? null : steps.getLast().response;
        }
    }

    /** Returns one step of a client. */
    public static <R> Step<R> step(Engine<R> engine, SampleRequest request) {
        R response = engine.ask(request);
        OfferedBuild build = engine.offered(request, response);
        return build == null
                ? new Step<>(request, response, null, false)
                : new Step<>(request, response, request.after(build), !isNewer(build, request.request()));
    }

    private static boolean isNewer(OfferedBuild build, UpdateRequest client) {
        OptionalInt order = VersionScheme.of(client.product()).compare(build.version(), client.version());
        if (order.isEmpty()) {
            return !build.version().equals(client.version());
        }
        if (order.getAsInt() != 0) {
            return order.getAsInt() > 0;
        }
        return build.buildId() != null
                && client.buildId() != null
                && build.buildId().compareTo(client.buildId()) > 0;
    }

    /**
     * Returns the walk of a client.
     *
     * @param start the first request
     * @param maxUpdates largest number of updates
     * @param goal whether a client that would send this request has what it should reach
     */
    public static <R> Walked<R> follow(
            Engine<R> engine, SampleRequest start, int maxUpdates, Predicate<SampleRequest> goal) {
        List<Step<R>> steps = new ArrayList<>();
        Set<SampleRequest> seen = new HashSet<>();
        SampleRequest request = start;
        for (int updates = 0; ; updates++) {
            seen.add(request);
            if (goal.test(request)) {
                return new Walked<>(steps, request, updates, Ending.GOAL);
            }
            if (updates == maxUpdates) {
                return new Walked<>(steps, request, updates, Ending.STEP_LIMIT);
            }
            Step<R> step = step(engine, request);
            steps.add(step);
            if (step.next == null) {
                return new Walked<>(steps, request, updates, Ending.NO_BUILD);
            }
            if (step.isLoop || seen.contains(step.next)) {
                return new Walked<>(steps, request, updates, Ending.LOOP);
            }
            request = step.next;
        }
    }
}
