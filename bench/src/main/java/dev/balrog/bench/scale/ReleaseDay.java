// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.scale;

import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.simulation.Responder;
import dev.balrog.core.simulation.Responder.Response;
import dev.balrog.core.simulation.SampleRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Replay of a day on which a release is rolled out. A sample of the clients sends its requests in
 * virtual time to the engine of the public app, and installs what it is offered. Clients do not
 * influence each other, so they are replayed one after the other.
 */
public final class ReleaseDay {
    private static final int DAY_SECONDS = (int) Population.DAY.toSeconds();
    private static final int BIN_SECONDS = 600;
    /** Latest second after a restart at which a client sends a request. */
    private static final int STARTUP_SECONDS = 300;

    private static final int HEADER_BYTES = 400;

    private final Population population;
    private final Rollout rollout;
    private final Responder responder;
    private final SplittableRandom random;
    private final double scale;
    private long updates;
    private final double[] sent = new double[DAY_SECONDS / BIN_SECONDS];
    private final double[] offered = new double[DAY_SECONDS / BIN_SECONDS];
    private final double[] bytes = new double[DAY_SECONDS / BIN_SECONDS];

    private ReleaseDay(Population population, int clients, Rollout rollout, UrlPolicy policy, long seed) {
        this.population = population;
        this.rollout = rollout;
        this.responder = new Responder(policy);
        this.random = new SplittableRandom(seed);
        this.scale = (double) population.clients() / clients;
    }

    /**
     * Replays a day.
     *
     * @param requests the first request of each client of the sample
     * @param rollout snapshots of the day
     * @param seed seed of the random generator; the same seed always gives the same result
     */
    public static DayResult replay(
            Population population, List<SampleRequest> requests, Rollout rollout, UrlPolicy policy, long seed) {
        ReleaseDay day = new ReleaseDay(population, requests.size(), rollout, policy, seed);
        requests.forEach(day::live);
        return new DayResult(
                Duration.ofSeconds(BIN_SECONDS),
                day.sent,
                day.offered,
                day.bytes,
                (double) day.updates / requests.size());
    }

    /** Replays the day of one client. */
    private void live(SampleRequest first) {
        int interval = (int) population.interval().toSeconds();
        boolean alwaysOn = random.nextInt(100) < population.alwaysOnPercent();
        int start = alwaysOn ? random.nextInt(interval) : startOfSession();
        int end = alwaysOn ? DAY_SECONDS : start + sessionSeconds();
        SampleRequest request = first;
        for (int at = start; at < end; at += interval) {
            OfferedBuild build = send(request, at).build();
            if (build != null) {
                // Installed when the client is started again, which asks for the next update soon after.
                updates++;
                request = request.after(build);
                int restart = at + random.nextInt(interval);
                if (alwaysOn || restart < end) {
                    send(request, restart + random.nextInt(STARTUP_SECONDS));
                }
            }
        }
    }

    private int sessionSeconds() {
        int shortest = (int) population.shortestSession().toSeconds();
        int longest = (int) population.longestSession().toSeconds();
        return random.nextInt(shortest, longest + 1);
    }

    /** Returns a second of the day, by a density that is highest in the middle of the day. */
    private int startOfSession() {
        while (true) {
            int second = random.nextInt(DAY_SECONDS);
            double density = 1 - population.swing() * Math.cos(2 * Math.PI * second / DAY_SECONDS);
            if (random.nextDouble(1 + population.swing()) < density) {
                return second;
            }
        }
    }

    /** Sends a request. Days are alike, so what is after midnight stands for the night before. */
    private Response send(SampleRequest request, int at) {
        int second = at % DAY_SECONDS;
        Response response = responder.respond(rollout.at(second), request, random.nextInt(RolloutSampler.SAMPLES));
        int bin = second / BIN_SECONDS;
        sent[bin] += scale;
        offered[bin] += response.served().isUpdate() ? scale : 0;
        bytes[bin] += scale * (HEADER_BYTES + response.answer().body().getBytes(StandardCharsets.UTF_8).length);
        return response;
    }
}
