// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.row.SharedColumns.WHEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.change.TrustEngine.Review;
import dev.balrog.change.TrustModel.Call;
import dev.balrog.change.TrustModel.Change;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.TestScale;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever people and service accounts do, in whatever order: what clients of a protected channel can be served, and who
 * decides about it, becomes only what enough people have agreed to. The calls are random; what may come of them is for
 * {@link TrustModel} to say.
 *
 * <p>{@code -Dbalrog.test.seed=NUMBER} begins with another sequence; a failure names the one that found it. With
 * {@code -Dbalrog.trust.survey=true} the test goes on after a bypass, and tells in the end how many it has found of each
 * kind; {@code -Dbalrog.trust.steps=NUMBER} sets the number of steps.
 */
@Tag("slow")
class TrustTest {
    private static final int STEPS = Integer.getInteger("balrog.trust.steps", TestScale.of(50_000, 1_000_000));
    private static final int SEQUENCE = 250;
    private static final long FIRST_SEED = Long.getLong("balrog.test.seed", 1);
    private static final int WORKERS = 2;
    private static final int MAX_DELAY_MILLIS = 2_000;
    private static final boolean SURVEY = Boolean.getBoolean("balrog.trust.survey");

    @TempDir
    private Path directory;

    private final Map<String, String> found = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> succeeded = new ConcurrentSkipListMap<>();
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger refusedForSignoffs = new AtomicInteger();

    @Test
    void noSequenceOfCallsServesAnythingThatWasNotAgreedTo() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                long first = FIRST_SEED + i;
                workers.add(threads.submit(() -> work(first)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        if (SURVEY) {
            System.out.println("After " + steps + " steps, " + succeeded + ":");
            found.forEach((kind, first) -> System.out.println("\n=== " + kind + "\n" + first));
        }
        assertThat(found).isEmpty();
        // Or else nothing has been tried.
        assertThat(refusedForSignoffs).hasValueGreaterThan(STEPS / 200);
        assertThat(succeeded.getOrDefault("Enact", 0)).isGreaterThan(STEPS / 200);
    }

    /** Runs every other sequence, on a database of its own. */
    private void work(long first) {
        try (TrustEngine engine = new TrustEngine(TestDatabases.create(Kind.SQLITE, directory))) {
            TrustState.Source source = new TrustState.Source(engine.database());
            for (long seed = first; steps.get() < STEPS; seed += WORKERS) {
                engine.reset();
                new Sequence(engine, source, seed).run();
            }
        }
    }

    private final class Sequence {
        private final TrustEngine engine;
        private final TrustState.Source source;
        private final long seed;
        private final SplittableRandom random;
        private final TrustWorld world;
        private final TrustModel model = new TrustModel(Set.copyOf(TrustWorld.ACCOUNTS));
        private final List<String> log = new ArrayList<>();
        private final Map<String, Review> reviews = new HashMap<>();
        private TrustReach reach;
        private boolean bypassed;
        private int own;

        Sequence(TrustEngine engine, TrustState.Source source, long seed) {
            this.engine = engine;
            this.source = source;
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.world = new TrustWorld(random);
            this.reach = new TrustReach(source.read());
            model.begin(reach);
        }

        void run() {
            for (int step = 0; step < SEQUENCE && !bypassed; step++) {
                steps.incrementAndGet();
                own++;
                engine.pass(random.nextInt(100));
                step(world.actor(), random.nextInt(100));
            }
        }

        private void step(String who, int choice) {
            TrustState state = reach.state();
            if (choice < 30) {
                TrustWorld.Deed deed = world.deed(state);
                attempt(who, "does " + deed, deed::make, new Call.Direct());
            } else if (choice < 42) {
                TrustWorld.Deed deed = world.deed(state);
                long when = engine.now() + random.nextInt(1, MAX_DELAY_MILLIS);
                attempt(who, "schedules " + deed, work -> deed.schedule(work, when), new Call.Schedule());
            } else {
                List<Change> changes = world.changes(state);
                if (!changes.isEmpty()) {
                    scheduled(who, choice, world.pick(changes));
                }
            }
        }

        /** Does something with a scheduled change. */
        private void scheduled(String who, int choice, Change change) {
            Entity entity = change.entity();
            int id = change.id();
            int version = reach.state().scheduled(entity, id).orElseThrow().number("data_version");
            if (choice < 46) {
                // The usual mistake: somebody reads the change, it is edited, and what was read is signed.
                String reader = world.actor();
                boolean isRead = random.nextBoolean();
                if (isRead) {
                    review(reader, change);
                }
                Row edit = world.edit(entity, reach.state())
                        .with(WHEN, engine.now() + random.nextInt(1, MAX_DELAY_MILLIS));
                attempt(
                        who,
                        "edits " + change + ": " + edit,
                        work -> work.edit(entity, id, edit, version),
                        new Call.Edit(change));
                if (isRead) {
                    signAsReviewed(reader, change);
                }
            } else if (choice < 49) {
                attempt(who, "drops " + change, work -> work.drop(entity, id, version), new Call.Drop(change));
            } else if (choice < 79) {
                sign(who, change);
            } else if (choice < 82) {
                String whose = world.actor();
                attempt(
                        who,
                        "withdraws the signoff of " + whose + " on " + change,
                        work -> work.withdraw(entity, id, whose),
                        new Call.Withdraw(change, whose));
            } else {
                if (random.nextInt(4) != 0) {
                    engine.pass(Math.max(0, reach.state().due(entity, id) - engine.now()));
                }
                attempt(who, "enacts " + change, work -> work.enact(entity, id), new Call.Enact(change));
            }
        }

        /** Looks at a change, to sign later what has been seen now; or signs it as it was seen, or as it is. */
        private void sign(String who, Change change) {
            if (random.nextInt(4) == 0) {
                review(who, change);
            } else {
                signAsReviewed(who, change);
            }
        }

        private void review(String who, Change change) {
            log.add(who + " reviews " + change);
            reviews.put(who + change, engine.review(reach, change));
        }

        private void signAsReviewed(String who, Change change) {
            Optional<Review> review = Optional.ofNullable(reviews.get(who + change));
            String role = role(who);
            attempt(
                    who,
                    "signs " + change + " as " + role
                            + review.map(_ -> ", as reviewed").orElse(""),
                    work -> TrustEngine.sign(work, change, role, review),
                    new Call.Sign(change, role, review.map(Review::outcome)));
        }

        /** Returns a role that the actor has, most of the time. */
        private String role(String who) {
            List<String> held = reach.state().roles(who);
            return held.isEmpty() || random.nextInt(8) == 0 ? world.pick(TrustWorld.ROLES) : world.pick(held);
        }

        private void attempt(String who, String what, Consumer<Transaction> work, Call call) {
            log.add(who + " " + what);
            try {
                engine.call(who, work);
            } catch (ChangeRejectedException | BadDataException refused) {
                log.add("  refused: " + refused.getMessage());
                if (refused instanceof ChangeRejectedException reason
                        && reason.rejection() instanceof ChangeRejection.SignoffRequired) {
                    refusedForSignoffs.incrementAndGet();
                }
                if (random.nextInt(50) == 0) {
                    assertThat(source.read().differences(reach.state()))
                            .as(this::toString)
                            .isEmpty();
                }
                return;
            }
            succeeded.merge(call.getClass().getSimpleName(), 1, Integer::sum);
            TrustReach after = new TrustReach(source.read());
            List<String> bypasses = model.follow(who, call, reach, after, engine.now());
            reach = after;
            for (String bypass : bypasses) {
                bypassed = !SURVEY;
                String told = "after " + ((seed - FIRST_SEED) * SEQUENCE + own) + " steps, " + bypass + "\n" + this;
                assertThat(SURVEY).as(told).isTrue();
                found.putIfAbsent(kind(call, what, bypass), told);
            }
        }

        private static String kind(Call call, String what, String bypass) {
            return call.getClass().getSimpleName() + " " + what.replaceAll("[^A-Z_]*([A-Z_]{5,}).*", "$1") + ": "
                    + bypass.replaceAll(
                                    "(?s)outcome: \\[(Place\\[[^\\]]*\\] )?(is served|serves by|[A-Z_]*|[a-z]*).*",
                                    "outcome: $2")
                            .replaceAll("[0-9]+ ms early.*|in use: .*", "…");
        }

        @Override
        public String toString() {
            return "seed " + seed + ":\n" + String.join("\n", log);
        }
    }
}
