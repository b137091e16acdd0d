// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.release.Superblob;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.simulation.Responder.Response;
import dev.balrog.core.simulation.Tally.ResponseDifference;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Simulation of a change: answers the requests of a sample from the snapshots before and after it,
 * with the code that serves, and counts the differences.
 *
 * <p>Throttled rollouts are not sampled at random. A request is evaluated for every range of
 * rollout samples that some rule of it distinguishes, with the same sample before and after, so
 * that differences count in the share of clients that sees them. For a response that combines
 * several products, one sample decides for all of them, where a server draws one for each.
 */
public final class Simulation {
    private static final int CHUNK = 1024;

    private final Snapshot before;
    private final Snapshot after;
    private final UrlPolicy policy;

    /**
     * Creates a simulation.
     *
     * @param policy URL policy of the public app
     */
    public Simulation(Snapshot before, Snapshot after, UrlPolicy policy) {
        this.before = before;
        this.after = after;
        this.policy = policy;
    }

    /**
     * Bounds of a report.
     *
     * @param groups largest number of groups
     * @param examples largest number of examples for each group
     * @param values largest number of values for each dimension
     */
    public record Limits(int groups, int examples, int values) {
        /** Limits for people. */
        public static final Limits DEFAULT = new Limits(100, 3, 20);
    }

    /** Observer of a running simulation, which can cancel it. Called by several threads. */
    public interface Progress {
        /** Observer that does nothing. */
        Progress NONE = _ -> true;

        /**
         * Called after each batch of requests.
         *
         * @param requests number of requests that have been answered
         * @return whether to continue
         */
        boolean advanced(int requests);
    }

    /**
     * Runs the simulation.
     *
     * @param executor runs the workers
     * @param workers number of threads to use, at least 1
     * @throws CancellationException when the observer has cancelled the simulation
     */
    public SimulationReport run(
            List<SampleRequest> sample, Limits limits, Executor executor, int workers, Progress progress) {
        Run run = new Run(sample, limits, progress);
        List<CompletableFuture<Tally>> tallies = Stream.generate(
                        () -> CompletableFuture.supplyAsync(run::work, executor))
                .limit(workers)
                .toList();
        try {
            Tally all = new Tally(limits.examples);
            tallies.forEach(tally -> all.add(tally.join()));
            return all.report(limits.groups, limits.values);
        } catch (CompletionException e) {
            throw e.getCause() instanceof CancellationException cancelled ? cancelled : e;
        }
    }

    /** Returns the differences between the responses to a request, by ranges of rollout samples. */
    List<ResponseDifference> differences(Responder responder, SampleRequest request) {
        Response firstBefore = responder.respond(before, request, 0);
        Response firstAfter = responder.respond(after, request, 0);
        if (!firstBefore.sampled() && !firstAfter.sampled()) {
            return difference(request, firstBefore, firstAfter, SimulationReport.PARTS).stream()
                    .toList();
        }
        List<ResponseDifference> differences = new ArrayList<>();
        int from = 0;
        for (int to : boundaries(request.request())) {
            difference(
                            request,
                            responder.respond(before, request, from),
                            responder.respond(after, request, from),
                            to - from)
                    .ifPresent(differences::add);
            from = to;
        }
        return differences;
    }

    private static Optional<ResponseDifference> difference(
            SampleRequest request, Response before, Response after, int percentage) {
        return EffectClassifier.effect(request.request(), before, after)
                .map(effect -> new ResponseDifference(effect, before.served(), after.served(), percentage));
    }

    /**
     * Returns the rollout samples at which responses to the request can begin to differ, and the
     * end of all samples.
     */
    private SortedSet<Integer> boundaries(UpdateRequest request) {
        SortedSet<Integer> boundaries = new TreeSet<>();
        boundaries.add(RolloutSampler.SAMPLES);
        for (Snapshot snapshot : List.of(before, after)) {
            Rule rule = match(snapshot, request);
            if (rule != null) {
                addRate(rule, boundaries);
                Stream.of(rule.mapping(), rule.fallbackMapping())
                        .flatMap(name -> name == null ? Stream.empty() : Stream.ofNullable(snapshot.release(name)))
                        .flatMap(Simulation::products)
                        .distinct()
                        .flatMap(product -> Stream.ofNullable(match(snapshot, request.withProduct(product))))
                        .forEach(part -> addRate(part, boundaries));
            }
        }
        return boundaries;
    }

    private static Stream<String> products(StoredRelease release) {
        return release.release() instanceof Superblob superblob ? superblob.products().stream() : Stream.empty();
    }

    private static @Nullable Rule match(Snapshot snapshot, UpdateRequest request) {
        try {
            return snapshot.rules().match(request).orElse(null);
        } catch (BadDataException unanswerable) {
            return null;
        }
    }

    private static void addRate(Rule rule, Set<Integer> boundaries) {
        Integer rate = rule.backgroundRate();
        if (rate != null && rate > 0 && rate < RolloutSampler.SAMPLES) {
            boundaries.add(rate);
        }
    }

    /** One run, which several threads work on. */
    private final class Run {
        private final List<SampleRequest> sample;
        private final Limits limits;
        private final Progress progress;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();

        Run(List<SampleRequest> sample, Limits limits, Progress progress) {
            this.sample = sample;
            this.limits = limits;
            this.progress = progress;
        }

        Tally work() {
            Tally tally = new Tally(limits.examples);
            Responder responder = new Responder(policy);
            while (true) {
                int from = next.getAndUpdate(position -> Math.min(position + CHUNK, sample.size()));
                int to = Math.min(from + CHUNK, sample.size());
                if (from >= to) {
                    return tally;
                }
                for (int index = from; index < to; index++) {
                    SampleRequest request = sample.get(index);
                    tally.add(index, request, differences(responder, request));
                }
                if (!progress.advanced(done.addAndGet(to - from))) {
                    next.set(sample.size());
                    throw new CancellationException("The simulation was cancelled");
                }
            }
        }
    }
}
