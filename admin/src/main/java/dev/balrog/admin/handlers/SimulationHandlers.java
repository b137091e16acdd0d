// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Client;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.Reply.MediaType;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.RowInput;
import dev.balrog.change.set.ChangeSets;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.simulation.Simulation;
import dev.balrog.core.simulation.SimulationReport;
import dev.balrog.service.ConcurrencyLimiter;
import dev.balrog.service.Problem;
import dev.balrog.store.snapshot.ReleaseParseCache;
import dev.balrog.store.snapshot.SimulationData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Simulations of changes. One runs at a time, on some of the processors and for a limited time, so
 * that other requests are answered meanwhile.
 */
final class SimulationHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationHandlers.class);
    private static final ConcurrencyLimiter.Limits LIMITS =
            new ConcurrencyLimiter.Limits(1, Integer.MAX_VALUE, Duration.ofSeconds(10));
    private static final Duration MAX_RUN = Duration.ofSeconds(30);
    /** Detail of a problem whose client has disconnected. */
    private static final String DISCONNECTED = "The client has disconnected.";

    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("simulation-", 0).factory();

    private final ChangeEngine engine;
    private final UrlPolicy urlPolicy;
    private final SampleChoice samples;
    private final ReleaseParseCache cache = new ReleaseParseCache();
    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(LIMITS);
    private final int workers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    SimulationHandlers(ChangeEngine engine, UrlPolicy urlPolicy, SampleChoice samples) {
        this.engine = engine;
        this.urlPolicy = urlPolicy;
        this.samples = samples;
    }

    Reply simulate(Call call) throws InterruptedException {
        JsonNode body = call.body();
        List<SimulatedChange> changes = changes(body);
        List<Integer> sets = new ArrayList<>();
        body.path("change_sets").forEach(id -> sets.add(id.asInt()));
        if (changes.isEmpty() && sets.isEmpty()) {
            throw Rejections.bad(
                    "There is no change to simulate: changes, scheduled_changes and change_sets are all empty.");
        }
        return answer(call, run -> report(read(sets, changes), body, run));
    }

    /** One run for a client, which is cancelled when the client disconnects. */
    static final class Run {
        private final Client client;
        private final ProgressListener listener;

        Run(Client client, ProgressListener listener) {
            this.client = client;
            this.listener = listener;
        }

        /** Receives the progress of a run; called by several threads. */
        interface ProgressListener {
            void advanced(int evaluated, int requests);
        }

        /** Returns whether to continue. */
        private boolean advanced(int evaluated, int requests) {
            listener.advanced(evaluated, requests);
            return !client.isDisconnected();
        }
    }

    /**
     * Answers a call with the result of some work under the limits of simulations. A client that
     * accepts lines of JSON gets the progress before it; until the first progress, problems have their
     * own status for it, too.
     *
     * @throws ProblemException with status 503 if others run for too long
     */
    Reply answer(Call call, Function<Run, ObjectNode> work) throws InterruptedException {
        Client client = call.client();
        if (!client.accepts(MediaType.JSON_LINES)) {
            return limited(() -> Reply.json(work.apply(new Run(client, (_, _) -> {}))));
        }
        ProgressStream stream = new ProgressStream();
        CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
        acquire();
        Thread.ofVirtual().name("simulation").start(() -> {
            try {
                ObjectNode result = work.apply(new Run(client, (evaluated, requests) -> {
                    stream.advanced(evaluated, requests);
                    started.complete(null);
                }));
                stream.end(line("result", result));
                started.complete(null);
            } catch (Throwable failure) {
                stream.end(line("problem", problem(failure)));
                if (!started.completeExceptionally(failure) && !(failure instanceof ProblemException)) {
                    LOG.error(
                            "{} failed after its response had begun",
                            call.operation().id(),
                            failure);
                }
            } finally {
                limiter.release();
            }
        });
        await(started);
        return Reply.streamed(MediaType.JSON_LINES, stream)
                .with("Cache-Control", "no-store")
                // Without it, nginx would collect lines before it passes them on.
                .with("X-Accel-Buffering", "no");
    }

    private static ObjectNode line(String name, ObjectNode value) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.set(name, value);
        return line;
    }

    private static ObjectNode problem(Throwable failure) {
        Problem problem = failure instanceof ProblemException known
                ? known.problem()
                : new Problem(500, "Internal Server Error", "Internal Server Error");
        return JsonMapper.shared().readValue(problem.toJson(), ObjectNode.class);
    }

    private static void await(CompletableFuture<@Nullable Void> started) throws InterruptedException {
        try {
            started.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Returns the report of a simulation in the form of the API. Only within {@link #limited}, so that
     * only one simulation at a time holds many requests.
     *
     * @param body body that chooses the sample
     */
    ObjectNode report(SimulationData data, JsonNode body, Run run) {
        SampleChoice.Chosen sample = samples.choose(data, body);
        return SimulationJson.of(
                run(new Simulation(data.before(), data.after(), urlPolicy), sample.requests(), run), sample.origin());
    }

    /**
     * Does some work on the data before and after changes, under the limits of simulations.
     *
     * @throws ProblemException with status 503 if others run for too long
     */
    <T> T limited(List<SimulatedChange> changes, Function<SimulationData, T> work) throws InterruptedException {
        return limited(() -> work.apply(read(changes)));
    }

    /**
     * Does some work under the limits of simulations.
     *
     * @throws ProblemException with status 503 if others run for too long
     */
    <T> T limited(Supplier<T> work) throws InterruptedException {
        acquire();
        try {
            return work.get();
        } finally {
            limiter.release();
        }
    }

    private void acquire() throws InterruptedException {
        if (!limiter.tryAcquire()) {
            throw busy("Other simulations are running; retry later.");
        }
    }

    private SimulationData read(List<SimulatedChange> changes) {
        return read(List.of(), changes);
    }

    private SimulationData read(List<Integer> sets, List<SimulatedChange> changes) {
        return engine.read(reading -> {
            List<SimulatedChange> all = new ArrayList<>();
            sets.forEach(id -> all.addAll(ChangeSets.simulated(reading, id)));
            all.addAll(changes);
            return read(reading, all);
        });
    }

    /** Reads the data before and after changes. */
    SimulationData read(ReadTransaction reading, List<SimulatedChange> changes) {
        return reading.simulating(changes, cache);
    }

    private SimulationReport run(Simulation simulation, List<SampleRequest> sample, Run run) {
        if (!run.advanced(0, sample.size())) {
            throw busy(DISCONNECTED);
        }
        Deadline deadline = new Deadline();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers, THREADS)) {
            return simulation.run(
                    sample,
                    Simulation.Limits.DEFAULT,
                    threads,
                    workers,
                    evaluated -> run.advanced(evaluated, sample.size()) && !deadline.isPast());
        } catch (CancellationException cancelled) {
            throw run.client.isDisconnected() ? busy(DISCONNECTED) : tooLong("The simulation", "requests");
        }
    }

    /** End of the time that a simulation may take; begins when it is created. */
    static final class Deadline {
        private final long start = System.nanoTime();

        boolean isPast() {
            return System.nanoTime() - start >= MAX_RUN.toNanos();
        }
    }

    /** Returns the problem that something takes longer than a simulation may. */
    static ProblemException tooLong(String subject, String fewer) {
        return busy(subject + " took more than " + MAX_RUN.toSeconds() + " seconds; retry later, or with fewer " + fewer
                + ".");
    }

    private static ProblemException busy(String detail) {
        return new ProblemException(new Problem(503, "Service Unavailable", detail));
    }

    /** Returns the changes in the body of a request: those that are scheduled first. */
    static List<SimulatedChange> changes(JsonNode body) {
        List<SimulatedChange> changes = new ArrayList<>();
        body.path("scheduled_changes").forEach(change -> changes.add(scheduled(change)));
        body.path("changes").forEach(change -> changes.add(proposed(change)));
        return changes;
    }

    private static SimulatedChange scheduled(JsonNode change) {
        String kind = Bodies.requireText(change, "kind");
        Optional<Integer> id = Optional.ofNullable(Bodies.exactInteger(change, "sc_id"));
        String name = Bodies.text(change, "name");
        if (kind.equals("release") && id.isEmpty() && name != null) {
            return new SimulatedChange.ScheduledRelease(name);
        }
        return new SimulatedChange.Scheduled(
                entity(kind), id.orElseThrow(() -> Rejections.bad("Missing field", "sc_id is missing")));
    }

    /** Returns a proposed change in the form of the API. */
    static SimulatedChange proposed(JsonNode change) {
        String kind = Bodies.requireText(change, "kind");
        ChangeType type =
                ChangeType.byText(Bodies.requireText(change, "change_type")).orElseThrow();
        ObjectNode row = (ObjectNode) change.path("row");
        return switch (entity(kind)) {
            case RULES -> new SimulatedChange.OfRow(Entity.RULES, type, RuleForm.read(row));
            case RELEASES -> release(type, row);
            case Entity other -> new SimulatedChange.OfRow(other, type, RowInput.read(other, row));
        };
    }

    private static SimulatedChange release(ChangeType type, ObjectNode row) {
        if (row.get("blob") instanceof ObjectNode content) {
            return new SimulatedChange.OfSplitRelease(
                    name(row),
                    Bodies.text(row, "product"),
                    content,
                    row.path("merge").asBoolean(false));
        }
        if (type == ChangeType.DELETE && row.path("split").asBoolean(false)) {
            return new SimulatedChange.DeletionOfSplitRelease(name(row));
        }
        return new SimulatedChange.OfRow(Entity.RELEASES, type, ReleaseForm.read(row));
    }

    private static String name(ObjectNode row) {
        String name = Bodies.text(row, "name");
        if (name == null || name.isEmpty()) {
            throw Rejections.bad("Missing field", "row: name is missing");
        }
        return name;
    }

    private static Entity entity(String kind) {
        return switch (kind) {
            case "rule" -> Entity.RULES;
            case "release" -> Entity.RELEASES;
            case "emergency_shutoff" -> Entity.EMERGENCY_SHUTOFFS;
            case "pin" -> Entity.PINNABLE_RELEASES;
            case "product_required_signoff" -> Entity.PRODUCT_REQUIRED_SIGNOFFS;
            case "permission_required_signoff" -> Entity.PERMISSIONS_REQUIRED_SIGNOFFS;
            default -> throw new IllegalStateException("The contract allows no other kind");
        };
    }
}
