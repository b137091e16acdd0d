// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.change.BypassModel.Realm;
import dev.balrog.core.BadDataException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever people do, in whatever order: what is protected changes only by the enactment of a scheduled change that enough
 * people have agreed to as it is. What they do is random; what may come of it is for {@link BypassModel} to say.
 */
class SignoffBypassTest {
    private static final int SEQUENCES = 50;
    private static final int STEPS = 100;

    @TempDir
    private Path directory;

    private int enactedOnProtected;
    private int refusedForSignoffs;

    @Test
    void noSequenceOfCallsGetsAroundASignoff() {
        try (EngineOn engine =
                new EngineOn(TestDatabases.create(Kind.SQLITE, directory), directory.resolve("history"))) {
            for (long seed = 0; seed < SEQUENCES; seed++) {
                TestDatabases.clear(engine.database());
                BypassWorld.fill(engine.database());
                new Sequence(engine, seed).run();
            }
        }
        // Or else nothing has been tried.
        assertThat(enactedOnProtected).isGreaterThan(15);
        assertThat(refusedForSignoffs).isGreaterThan(200);
    }

    private record Scheduled(Entity entity, JsonNode row) {}

    private final class Sequence {
        private final EngineOn engine;
        private final long seed;
        private final SplittableRandom random;
        private final BypassWorld world;
        private final BypassModel model = new BypassModel();
        private final List<String> log = new ArrayList<>();
        private ObjectNode state;

        Sequence(EngineOn engine, long seed) {
            this.engine = engine;
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.world = new BypassWorld(random);
            this.state = engine.state();
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step(world.pick(BypassWorld.PEOPLE));
            }
        }

        private void step(String who) {
            int dice = random.nextInt(100);
            if (dice < 20) {
                BypassWorld.Deed deed = world.deed(state);
                attempt(who, "does " + deed, deed::make, () -> {});
            } else if (dice < 30) {
                BypassWorld.Deed deed = world.deed(state);
                edit(who, "schedules " + deed, deed::schedule);
            } else {
                pending(who, dice);
            }
        }

        /** Does something with a change that is scheduled, seldom with one that has been made. */
        private void pending(String who, int dice) {
            List<Scheduled> scheduled = Arrays.stream(Entity.values())
                    .flatMap(entity -> state.path(entity.table() + "_scheduled_changes")
                            .valueStream()
                            .filter(row -> !row.path("complete").asBoolean(false) || random.nextInt(20) == 0)
                            .map(row -> new Scheduled(entity, row)))
                    .toList();
            if (scheduled.isEmpty()) {
                return;
            }
            Scheduled chosen = world.pick(scheduled);
            Entity entity = chosen.entity();
            JsonNode change = chosen.row();
            int id = change.path("sc_id").intValue();
            int version = change.path("data_version").intValue();
            String what = entity + " " + id;
            if (dice < 36) {
                Row edit = world.edit(entity, state);
                edit(who, "edits " + what + ": " + edit, work -> work.edit(entity, id, edit, version));
            } else if (dice < 41) {
                attempt(who, "drops " + what, work -> work.drop(entity, id, version), () -> {});
            } else if (dice < 74) {
                String role = role(who);
                attempt(
                        who,
                        "signs " + what + " as " + role,
                        work -> work.signOff(entity, id, role),
                        () -> model.signed(entity, id, who, role, state));
            } else if (dice < 78) {
                String whose = world.pick(BypassWorld.PEOPLE);
                attempt(
                        who,
                        "withdraws " + whose + "'s signoff of " + what,
                        work -> work.withdraw(entity, id, whose),
                        () -> model.withdrew(entity, id, whose));
            } else {
                ObjectNode before = state;
                engine.at(MatrixWorld.LATER + 1_000);
                boolean enacted = call(who, "enacts " + what, work -> work.enact(entity, id));
                engine.atPresent();
                if (enacted) {
                    for (Realm realm : Realm.values()) {
                        if (changed(realm, before)
                                && !BypassModel.required(realm, before).isEmpty()) {
                            enactedOnProtected++;
                            assertThat(model.haveAgreed(entity, id, BypassModel.required(realm, before), before)
                                            || isHarmless(realm, before))
                                    .as(() -> "%s changed without consent%n%s".formatted(realm, this))
                                    .isTrue();
                        }
                    }
                    model.follow(before, state, null);
                }
            }
        }

        /** One that the person has, most of the time: or else hardly anything would come to be agreed to. */
        private String role(String who) {
            List<String> held = state.path("user_roles")
                    .valueStream()
                    .filter(row -> row.path("username").asString().equals(who))
                    .map(row -> row.path("role").asString())
                    .toList();
            return held.isEmpty() || random.nextInt(5) == 0 ? world.pick(BypassWorld.ROLES) : world.pick(held);
        }

        /** Schedules or edits a change, to which its author agrees. */
        private void edit(String who, String what, Consumer<Transaction> work) {
            attempt(who, what, work, () -> {}, who);
        }

        private void attempt(String who, String what, Consumer<Transaction> work, Runnable done) {
            attempt(who, what, work, done, null);
        }

        /** Something other than an enactment: it must not change anything that is protected. */
        private void attempt(
                String who, String what, Consumer<Transaction> work, Runnable done, @Nullable String editor) {
            ObjectNode before = state;
            if (call(who, what, work)) {
                for (Realm realm : Realm.values()) {
                    assertThat(changed(realm, before)
                                    && !BypassModel.required(realm, before).isEmpty()
                                    && !isHarmless(realm, before))
                            .as(() -> "%s changed without signoffs%n%s".formatted(realm, this))
                            .isFalse();
                }
                model.follow(before, state, editor);
                done.run();
            }
        }

        private boolean changed(Realm realm, JsonNode before) {
            return !BypassModel.view(realm, before).equals(BypassModel.view(realm, state));
        }

        private boolean isHarmless(Realm realm, JsonNode before) {
            return realm == Realm.SERVED && BypassModel.onlyShutsOff(before, state);
        }

        /** Whether it was allowed. If not, nothing is different from before. */
        private boolean call(String who, String what, Consumer<Transaction> work) {
            log.add(who + " " + what);
            ObjectNode before = state;
            try {
                engine.engine().<Boolean>write(who, transaction -> {
                    work.accept(transaction);
                    return true;
                });
            } catch (RefusedException | BadDataException refused) {
                log.add("  refused: " + refused.getMessage());
                if (refused instanceof RefusedException reason && reason.refusal() instanceof Refusal.SignoffRequired) {
                    refusedForSignoffs++;
                }
                assertThat(engine.state()).as(this::toString).isEqualTo(before);
                return false;
            }
            state = engine.state();
            return true;
        }

        @Override
        public String toString() {
            return "seed " + seed + ":\n" + String.join("\n", log);
        }
    }
}
