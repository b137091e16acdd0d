// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.reachability;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.change.EngineOn;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.SignoffWorld;
import dev.balrog.change.Transaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.rejection.ReleaseReferrer;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.release.validation.ReleaseError;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Protection follows what is reachable. P1's channel release takes one signoff of releng and one of relman, its channels sa
 * and one take one of releng, nightly takes none. Mal may change rules, releases and pins, and has no role.
 */
@Tag("slow")
class ReachabilityTest {
    private static final String MAL = "mal";
    private static final String ADA = "ada";
    private static final String ERIN = "erin";
    private static final String AGENT = "agent";

    @TempDir
    private Path directory;

    private static ObjectNode world() {
        ObjectNode world = json("""
                {
                  'rules': [
                    {'rule_id': 1, 'product': 'P1', 'channel': 'release', 'mapping': 'Good'},
                    {'rule_id': 2, 'product': 'P1', 'channel': 'sa', 'mapping': 'Super'},
                    {'rule_id': 3, 'product': 'P1', 'channel': 'nightly', 'mapping': 'Free'},
                    {'rule_id': 4, 'product': 'P1', 'channel': 'one', 'mapping': 'Gmp'},
                    {'rule_id': 5, 'product': 'P2', 'channel': 'on*', 'mapping': 'Plugin'},
                    {'rule_id': 6, 'product': 'P2', 'channel': 'nightly', 'mapping': 'FreePlugin'}],
                  'permissions': [
                    {'username': 'ada', 'permission': 'admin'},
                    {'username': 'erin', 'permission': 'admin'},
                    {'username': 'mal', 'permission': 'rule'},
                    {'username': 'mal', 'permission': 'release'},
                    {'username': 'mal', 'permission': 'emergency_shutoff'},
                    {'username': 'mal', 'permission': 'pinnable_release'},
                    {'username': 'agent', 'permission': 'scheduled_change'}],
                  'user_roles': [
                    {'username': 'ada', 'role': 'releng'}, {'username': 'erin', 'role': 'relman'}],
                  'emergency_shutoffs': [
                    {'product': 'P2', 'channel': 'one'}, {'product': 'P2', 'channel': 'nightly'}],
                  'product_req_signoffs': [
                    {'product': 'P1', 'channel': 'release', 'role': 'releng', 'signoffs_required': 1},
                    {'product': 'P1', 'channel': 'release', 'role': 'relman', 'signoffs_required': 1},
                    {'product': 'P1', 'channel': 'sa', 'role': 'releng', 'signoffs_required': 1},
                    {'product': 'P1', 'channel': 'one', 'role': 'releng', 'signoffs_required': 1}],
                  'releases_json': [
                    {'name': 'SplitPart', 'product': 'P1', 'read_only': false, 'data':
                      {'name': 'SplitPart', 'schema_version': 4, 'hashFunction': 'sha512', 'platforms': {'L': {'OS_FTP': 'l'}}}}],
                  'release_assets': [
                    {'name': 'SplitPart', 'path': '.platforms.L.locales.de', 'data': {'buildID': '1'}}]
                }""");
        world.withArray("rules")
                .forEach(rule -> ((ObjectNode) rule)
                        .put("priority", 100)
                        .put("backgroundRate", 100)
                        .put("update_type", "minor"));
        for (String name : List.of("Good", "Free", "Part", "Other", "Unused", "Next")) {
            world.withArray("releases").add(row(name, "P1", desupport(name, "1")));
        }
        for (String name : List.of("Plugin", "FreePlugin")) {
            world.withArray("releases").add(row(name, "P2", desupport(name, "1")));
        }
        world.withArray("releases").add(row("Super", "P1", blobs("Super", "Part", "SplitPart")));
        world.withArray("releases").add(row("Gmp", "P1", products("Gmp", "P2")));
        world.forEachEntry((_, rows) -> rows.forEach(row -> ((ObjectNode) row).put("data_version", 1)));
        return world;
    }

    private static ObjectNode row(String name, String product, ObjectNode data) {
        ObjectNode row = json("{'read_only': false}")
                .put("name", name)
                .put("product", product)
                .put("data_version", 1);
        row.set("data", data);
        return row;
    }

    private static ObjectNode desupport(String name, String version) {
        return json("{'schema_version': 50, 'detailsUrl': 'https://a.example/'}")
                .put("name", name)
                .put("displayVersion", version);
    }

    private static ObjectNode blobs(String name, String... parts) {
        ObjectNode superblob = json("{'schema_version': 4000}").put("name", name);
        List.of(parts).forEach(superblob.withArray("blobs")::add);
        return superblob;
    }

    private static ObjectNode products(String name, String... products) {
        ObjectNode superblob = json("{'schema_version': 4000}").put("name", name);
        List.of(products).forEach(superblob.withArray("products")::add);
        return superblob;
    }

    private void with(Kind kind, Consumer<World> test) {
        Database database = TestDatabases.create(kind, directory);
        TestDatabases.fill(database, world());
        try (EngineOn engine = new EngineOn(database, directory.resolve("history"), Set.of(AGENT))) {
            test.accept(new World(engine));
        }
    }

    @ParameterizedTest
    @EnumSource
    void finding5TheContentOfASuperblobIsProtectedAsItsRules(Kind kind) {
        with(kind, world -> {
            world.needsSignoffs(MAL, work -> change(work, "Part"));
            world.needsSignoffs(MAL, work -> change(work, "Super"));
            world.needsSignoffs(
                    MAL,
                    work -> work.update(
                            Entity.RELEASE_ASSETS,
                            Row.of(NAME, "SplitPart").with(RELEASE_ASSETS.PATH, ".platforms.L.locales.de"),
                            Row.of(DATA, json("{'buildID': '2'}")),
                            1));
            world.does(MAL, work -> change(work, "Unused"));
            world.does(MAL, work -> change(work, "Free"));
            assertThat(world.<Map<String, Integer>>read(
                            reading -> reading.requiredSignoffsOfRelease("Part").countByRole()))
                    .containsExactly(Map.entry("releng", 1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void finding5APartAddedWithSignoffsIsProtectedFromThenOn(Kind kind) {
        with(kind, world -> {
            world.does(MAL, work -> change(work, "Other"));
            world.enacted(
                    Entity.RELEASES,
                    ChangeType.UPDATE,
                    Row.of(NAME, "Super")
                            .with(PRODUCT, "P1")
                            .with(DATA, blobs("Super", "Part", "Other"))
                            .with(DATA_VERSION, 1));
            world.needsSignoffs(MAL, work -> change(work, "Other"));
            world.does(
                    MAL,
                    work -> work.update(
                            Entity.RELEASE_ASSETS,
                            Row.of(NAME, "SplitPart").with(RELEASE_ASSETS.PATH, ".platforms.L.locales.de"),
                            Row.of(DATA, json("{'buildID': '2'}")),
                            1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void finding5APartOfAPartIsProtected(Kind kind) {
        with(kind, world -> {
            world.does(
                    MAL,
                    work -> work.insert(
                            Entity.RELEASES,
                            Row.of(NAME, "Inner").with(PRODUCT, "P1").with(DATA, blobs("Inner", "Other"))));
            world.does(MAL, work -> change(work, "Other"));
            world.enacted(
                    Entity.RULES, ChangeType.INSERT, rule("P1", "sa", "Inner").with(RULES.BACKGROUNDRATE, 0));
            world.needsSignoffs(MAL, work -> change(work, "Other"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void finding5SuperblobsWrittenByOthersAreFound(Kind kind) {
        with(kind, world -> {
            world.does(MAL, work -> change(work, "Other"));
            world.sql(database -> database.<Integer>write(sql -> sql.update(RELEASES)
                    .set(RELEASES.DATA, blobs("Super", "Part", "Other").toString())
                    .where(RELEASES.NAME.eq("Super"))
                    .execute()));
            world.needsSignoffs(MAL, work -> change(work, "Other"));

            world.does(MAL, work -> change(work, "Unused"));
            world.sql(database -> TestDatabases.fill(
                    database,
                    json("{}")
                            .set(
                                    "releases",
                                    json("{'r': []}")
                                            .withArray("r")
                                            .add(row("Foreign", "P1", blobs("Foreign", "Unused"))))));
            world.does(MAL, work -> change(work, "Unused"));
            world.sql(database -> database.<Integer>write(sql -> sql.update(RULES)
                    .set(RULES.FALLBACKMAPPING, "Foreign")
                    .where(RULES.RULE_ID.eq(1))
                    .execute()));
            world.needsSignoffs(MAL, work -> change(work, "Unused"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void manyReleasesInServiceAreComparedOnceASecond(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            ObjectNode world = json("{}");
            for (int i = 1; i <= 250; i++) {
                world.withArray("rules")
                        .add(json("{'product': 'P1', 'channel': 'release', 'priority': 1,"
                                        + " 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}")
                                .put("rule_id", i)
                                .put("mapping", "R" + i));
                world.withArray("releases").add(row("R" + i, "P1", desupport("R" + i, "1")));
            }
            TestDatabases.fill(database, world);
            AtomicLong clock = new AtomicLong();
            ReleaseReferences references = new ReleaseReferences(clock::get);
            assertThat(havingPart(database, references)).isEmpty();
            database.<Integer>write(sql -> sql.update(RELEASES)
                    .set(RELEASES.DATA, blobs("R7", "Part").toString())
                    .set(RELEASES.DATA_VERSION, 2)
                    .where(RELEASES.NAME.eq("R7"))
                    .execute());
            clock.addAndGet(900_000_000);
            assertThat(havingPart(database, references)).isEmpty();
            clock.addAndGet(200_000_000);
            assertThat(havingPart(database, references)).containsExactly("R7");
        }
    }

    private static Set<String> havingPart(Database database, ReleaseReferences references) {
        return database.read(sql -> {
            references.refresh(sql);
            return references.havingPart(sql, "Part");
        });
    }

    @ParameterizedTest
    @EnumSource
    void finding5WhatAProductSuperblobServesIsProtected(Kind kind) {
        with(kind, world -> {
            world.needsSignoffs(MAL, work -> change(work, "Plugin"));
            world.needsSignoffs(
                    MAL, work -> work.update(Entity.RULES, Row.of(RULES.RULE_ID, 5), Row.of(MAPPING, "FreePlugin"), 1));
            world.needsSignoffs(MAL, work -> work.insert(Entity.RULES, rule("P2", "one", "FreePlugin")));
            world.needsSignoffs(MAL, work -> work.insert(Entity.RULES, rule("P2", "one-cck-x", "FreePlugin")));
            world.needsSignoffs(
                    MAL,
                    work -> work.delete(
                            Entity.EMERGENCY_SHUTOFFS, Row.of(PRODUCT, "P2").with(CHANNEL, "one"), 1));
            world.does(
                    MAL,
                    work -> work.delete(
                            Entity.EMERGENCY_SHUTOFFS, Row.of(PRODUCT, "P2").with(CHANNEL, "nightly"), 1));
            world.does(MAL, work -> change(work, "FreePlugin"));
            world.does(MAL, work -> work.insert(Entity.RULES, rule("P2", "nightly", "FreePlugin")));
            world.does(MAL, work -> work.insert(Entity.RULES, rule("P3", "one", "FreePlugin")));
        });
    }

    @ParameterizedTest
    @EnumSource
    void finding10PartnerChannelsAreProtected(Kind kind) {
        with(kind, world -> {
            world.needsSignoffs(MAL, work -> work.insert(Entity.RULES, rule("P1", "release-cck-x", "Free")));
            world.needsSignoffs(MAL, work -> work.insert(Entity.RULES, rule("P1", "release-cck-*", "Free")));
            world.does(MAL, work -> work.insert(Entity.RULES, rule("P1", "nightly-cck-*", "Free")));
        });
    }

    @ParameterizedTest
    @EnumSource
    void caseF1ANamedPartCannotBeDeleted(Kind kind) {
        with(kind, world -> {
            assertThat(world.refused(ADA, work -> work.delete(Entity.RELEASES, Row.of(NAME, "Part"), 1)))
                    .isEqualTo(new ChangeRejection.InUse(
                            "Part is part of a superblob. Hence it cannot be deleted.",
                            List.of(new ReleaseReferrer("release", null, "Super"))));
            assertThat(world.refused(ADA, work -> work.delete(Entity.RELEASES, Row.of(NAME, "Good"), 1)))
                    .isEqualTo(new ChangeRejection.InUse(
                            "Good has rules pointing to it. Hence it cannot be deleted.",
                            List.of(new ReleaseReferrer("rule", 1, null))));
            world.does(MAL, work -> work.delete(Entity.RELEASES, Row.of(NAME, "Unused"), 1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void caseF12WhatIsScheduledKeepsItsRelease(Kind kind) {
        with(kind, world -> {
            int rule = world.scheduled(Entity.RULES, ChangeType.INSERT, rule("P1", "nightly", "Unused"));
            int pin = world.scheduled(Entity.PINNABLE_RELEASES, ChangeType.INSERT, pin("release", "1.", "Unused"));
            int superblob = world.scheduled(
                    Entity.RELEASES,
                    ChangeType.INSERT,
                    Row.of(NAME, "Later").with(PRODUCT, "P1").with(DATA, blobs("Later", "Unused")));
            assertThat(world.refused(MAL, work -> work.delete(Entity.RELEASES, Row.of(NAME, "Unused"), 1)))
                    .isEqualTo(new ChangeRejection.InUse(
                            "Unused has scheduled changes pointing to it. Hence it cannot be deleted.",
                            List.of(
                                    new ReleaseReferrer("scheduled_rule", rule, null),
                                    new ReleaseReferrer("scheduled_pin", pin, "P1 release 1."),
                                    new ReleaseReferrer("scheduled_release", superblob, "Later"))));
            world.sql(database -> database.<Integer>write(sql ->
                    sql.deleteFrom(RELEASES).where(RELEASES.NAME.eq("Unused")).execute()));
            assertThat(world.refused(AGENT, work -> work.enact(Entity.RULES, rule)))
                    .isEqualTo(new ChangeRejection.Invalid("Invalid mapping value. No release name found in DB"));
            assertThat(world.refused(AGENT, work -> work.enact(Entity.PINNABLE_RELEASES, pin)))
                    .isEqualTo(new ChangeRejection.Invalid("'Unused' is not an existing mapping."));
        });
    }

    @ParameterizedTest
    @EnumSource
    void caseF1AMissingPartIsRefusedOnStore(Kind kind) {
        with(kind, world -> {
            assertThat(world.refused(
                            MAL,
                            work -> work.insert(
                                    Entity.RELEASES,
                                    Row.of(NAME, "New").with(PRODUCT, "P1").with(DATA, blobs("New", "Part", "part")))))
                    .isEqualTo(new ChangeRejection.InvalidRelease(
                            List.of(new ReleaseError("/blobs/1", "There is no release 'part'"))));
            world.sql(database -> TestDatabases.fill(
                    database,
                    json("{}")
                            .set(
                                    "releases",
                                    json("{'r': []}")
                                            .withArray("r")
                                            .add(row("Old", "P1", blobs("Old", "Gone", "Lost", "Part"))))));
            world.does(
                    MAL,
                    work -> work.update(
                            Entity.RELEASES,
                            Row.of(NAME, "Old"),
                            Row.of(DATA, blobs("Old", "Gone", "Part", "Free")),
                            1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void finding8APinIsOfTheProductOfItsReleaseAndHasAVersion(Kind kind) {
        with(kind, world -> {
            for (String version : List.of("x", "0", "-1.", "1", "1.2.3.", "01.", "")) {
                assertThat(world.refused(
                                MAL, work -> work.insert(Entity.PINNABLE_RELEASES, pin("nightly", version, "Free"))))
                        .as(version)
                        .isInstanceOf(ChangeRejection.Invalid.class);
            }
            assertThat(world.refused(
                            MAL, work -> work.insert(Entity.PINNABLE_RELEASES, pin("nightly", "1.", "FreePlugin"))))
                    .isEqualTo(new ChangeRejection.Invalid(
                            "Release FreePlugin is of product P2: it can't be pinned for product P1."));
            world.does(MAL, work -> work.insert(Entity.PINNABLE_RELEASES, pin("nightly", "1.", "Free")));
            world.does(MAL, work -> work.insert(Entity.PINNABLE_RELEASES, pin("nightly", "1.2.", "Free")));
        });
    }

    @ParameterizedTest
    @EnumSource
    void finding8APinNeedsTheSignoffsOfItsChannelUnlessItsReleaseHasThem(Kind kind) {
        with(kind, world -> {
            world.needsSignoffs(MAL, work -> work.insert(Entity.PINNABLE_RELEASES, pin("release", "1.", "Unused")));
            world.does(MAL, work -> work.insert(Entity.PINNABLE_RELEASES, pin("release", "1.", "Good")));
            // The pin and the rule are scheduled together, as release automation does.
            int pin = world.scheduled(Entity.PINNABLE_RELEASES, ChangeType.INSERT, pin("release", "2.", "Next"));
            int rule = world.scheduled(
                    Entity.RULES,
                    ChangeType.UPDATE,
                    rule("P1", "release", "Next").with(RULES.RULE_ID, 1).with(DATA_VERSION, 1));
            assertThat(world.required(Entity.PINNABLE_RELEASES, pin).countByRole())
                    .containsOnlyKeys("releng", "relman");
            world.needsSignoffs(AGENT, work -> work.enact(Entity.PINNABLE_RELEASES, pin));
            world.sign(Entity.RULES, rule);
            world.does(AGENT, work -> work.enact(Entity.RULES, rule));
            assertThat(world.required(Entity.PINNABLE_RELEASES, pin).isEmpty()).isTrue();
            world.does(AGENT, work -> work.enact(Entity.PINNABLE_RELEASES, pin));
            // Only a pin leads to it: its content is protected.
            world.needsSignoffs(MAL, work -> change(work, "Good"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void finding8AReleaseThatWasAgreedToCanBePinnedWhileItIsTheSame(Kind kind) {
        with(kind, world -> {
            world.enacted(
                    Entity.RULES,
                    ChangeType.UPDATE,
                    rule("P1", "release", "Next").with(RULES.RULE_ID, 1).with(DATA_VERSION, 1));
            world.enacted(
                    Entity.RULES,
                    ChangeType.UPDATE,
                    rule("P1", "release", "Other").with(RULES.RULE_ID, 1).with(DATA_VERSION, 2));
            world.does(MAL, work -> work.insert(Entity.PINNABLE_RELEASES, pin("release", "1.", "Next")));
            world.does(
                    MAL,
                    work -> work.delete(
                            Entity.PINNABLE_RELEASES,
                            Row.of(PRODUCT, "P1").with(CHANNEL, "release").with(PINNABLE_RELEASES.VERSION, "1."),
                            1));
            world.does(MAL, work -> change(work, "Next"));
            world.needsSignoffs(MAL, work -> work.insert(Entity.PINNABLE_RELEASES, pin("release", "1.", "Next")));
            // It was agreed to for release, not for other channels.
            world.needsSignoffs(MAL, work -> work.insert(Entity.PINNABLE_RELEASES, pin("sa", "1.", "Good")));
        });
    }

    private static void change(Transaction work, String name) {
        int version =
                work.find(Entity.RELEASES, Row.of(NAME, name)).orElseThrow().dataVersion();
        ObjectNode data = (ObjectNode) Objects.requireNonNull(
                work.find(Entity.RELEASES, Row.of(NAME, name)).orElseThrow().get(DATA));
        work.update(
                Entity.RELEASES,
                Row.of(NAME, name),
                Row.of(
                        DATA,
                        data.has("blobs")
                                ? blobs(name, "Free")
                                : desupport(name, data.path("displayVersion").asString() + "1")),
                version);
    }

    private static Row rule(String product, String channel, String mapping) {
        return Row.of(PRODUCT, product)
                .with(CHANNEL, channel)
                .with(MAPPING, mapping)
                .with(RULES.PRIORITY, 100)
                .with(RULES.BACKGROUNDRATE, 100)
                .with(RULES.UPDATE_TYPE, "minor");
    }

    private static Row pin(String channel, String version, String mapping) {
        return Row.of(PRODUCT, "P1")
                .with(CHANNEL, channel)
                .with(PINNABLE_RELEASES.VERSION, version)
                .with(MAPPING, mapping);
    }

    private record World(EngineOn engine) {
        void does(String who, Consumer<Transaction> work) {
            if (who.equals(AGENT)) {
                engine.at(SignoffWorld.LATER);
            }
            engine.engine().<Boolean>write(who, transaction -> {
                work.accept(transaction);
                return true;
            });
        }

        <T> T read(java.util.function.Function<ReadTransaction, T> work) {
            return engine.engine().read(work);
        }

        void sql(Consumer<Database> work) {
            work.accept(engine.database());
        }

        ChangeRejection refused(String who, Consumer<Transaction> work) {
            ChangeRejectedException refused =
                    catchThrowableOfType(ChangeRejectedException.class, () -> this.does(who, work));
            assertThat(refused).as("refused").isNotNull();
            return refused.rejection();
        }

        void needsSignoffs(String who, Consumer<Transaction> work) {
            assertThat(refused(who, work)).isInstanceOf(ChangeRejection.SignoffRequired.class);
        }

        int scheduled(Entity entity, ChangeType type, Row what) {
            return engine.engine()
                    .<Integer>write(
                            MAL,
                            work -> work.schedule(entity, type, what.with(WHEN, SignoffWorld.LATER))
                                    .id());
        }

        void sign(Entity entity, int id) {
            does(ADA, work -> work.signOff(entity, id, "releng"));
            does(ERIN, work -> work.signOff(entity, id, "relman"));
        }

        void enacted(Entity entity, ChangeType type, Row what) {
            int id = scheduled(entity, type, what);
            sign(entity, id);
            does(AGENT, work -> work.enact(entity, id));
        }

        SignoffRequirement required(Entity entity, int id) {
            return read(reading ->
                    reading.requiredSignoffs(reading.findScheduled(entity, id).orElseThrow()));
        }
    }
}
