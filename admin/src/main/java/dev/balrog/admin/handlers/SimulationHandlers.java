// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Simulations of changes. One runs at a time, on some of the processors and for a limited time, so
 * that other requests are answered meanwhile.
 */
final class SimulationHandlers {
    private static final ConcurrencyLimiter.Limits LIMITS =
            new ConcurrencyLimiter.Limits(1, Integer.MAX_VALUE, Duration.ofSeconds(10));
    private static final Duration MAX_RUN = Duration.ofSeconds(30);
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
        return limited(() -> Reply.json(report(read(sets, changes), body)));
    }

    /**
     * Returns the report of a simulation in the form of the API. Only within {@link #limited}, so that
     * only one simulation at a time holds many requests.
     *
     * @param body body that chooses the sample
     */
    ObjectNode report(SimulationData data, JsonNode body) {
        SampleChoice.Chosen sample = samples.choose(data, body);
        return SimulationJson.of(
                run(new Simulation(data.before(), data.after(), urlPolicy), sample.requests()), sample.origin());
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
        if (!limiter.tryAcquire()) {
            throw busy("Other simulations are running; retry later.");
        }
        try {
            return work.get();
        } finally {
            limiter.release();
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

    private SimulationReport run(Simulation simulation, List<SampleRequest> sample) {
        Deadline deadline = new Deadline();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers, THREADS)) {
            return simulation.run(sample, Simulation.Limits.DEFAULT, threads, workers, _ -> !deadline.isPast());
        } catch (CancellationException tooLong) {
            throw tooLong("The simulation", "requests");
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
