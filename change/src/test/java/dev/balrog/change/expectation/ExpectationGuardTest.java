// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.expectation;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.BALROG_EXPECTATIONS;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.change.EngineOn;
import dev.balrog.change.MatrixWorld;
import dev.balrog.change.Transaction;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.release.SplitReleaseView;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.StoredExpectation;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.SignedParts;
import dev.balrog.core.change.DataVersions;
import dev.balrog.core.expectation.InvalidExpectationException;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** The guard at each of its places; that it rejects nothing else, {@code SimulationRealityTest} shows. */
@Tag("slow")
class ExpectationGuardTest {
    private static final String ADA = "ada";
    private static final long LATER = 4_000_000_000_000L;
    private static final Row RULE = Row.of(RULES.RULE_ID, 1);
    private static final Row TO_BAD = Row.of(MAPPING, "Bad");

    @TempDir
    private Path directory;

    private @Nullable EngineOn opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private EngineOn open(Kind kind) {
        EngineOn engine = new EngineOn(
                TestDatabases.create(kind, directory),
                directory.resolve("history"),
                GovernanceSettings.of(DomainAllowlist.of(json("{'good.test': ['Firefox', 'Thunderbird']}")), Set.of()));
        opened = engine;
        TestDatabases.fill(engine.database(), json("""
                {'rules': [
                   {'rule_id': 1, 'product': 'Firefox', 'channel': 'release', 'mapping': 'Good', 'priority': 1,
                    'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1},
                   {'rule_id': 2, 'product': 'Thunderbird', 'channel': 'release', 'mapping': 'Good', 'priority': 1,
                    'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}],
                 'pinnable_releases': [
                   {'product': 'Firefox', 'channel': 'release', 'version': '1.', 'mapping': 'Pinned',
                    'data_version': 1}],
                 'permissions': [{'username': 'ada', 'permission': 'admin', 'data_version': 1}],
                 'user_roles': [{'username': 'ada', 'role': 'releng', 'data_version': 1}]}"""));
        ObjectNode releases = json("{}");
        for (String name : List.of("Good", "Bad", "Pinned", "Other")) {
            ObjectNode row = json("{'product': 'Firefox', 'read_only': false, 'data_version': 1}")
                    .put("name", name);
            row.set("data", release(name));
            releases.withArray("releases").add(row);
        }
        TestDatabases.fill(engine.database(), releases);
        return engine;
    }

    /** A release for one platform and locale; what clients are pinned to is older. */
    private static ObjectNode release(String name) {
        return json("""
                {'name': '%s', 'schema_version': 9, 'hashFunction': 'sha512', 'appVersion': '%2$s',
                 'displayVersion': '%2$s', 'platforms': {'Linux': {'OS_FTP': 'x', 'buildID': '20240101000000', 'locales': {
                   'de': {'completes': [{'from': '*', 'filesize': 1, 'hashValue': '%3$s',
                                         'fileUrl': 'https://good.test/a.mar'}]}}}}}""".formatted(
                        name, List.of("Pinned", "Other").contains(name) ? "1.5" : "3.0", "0123456789abcdef".repeat(8)));
    }

    private static ObjectNode expectation(String release) {
        return expectation(release, "'version': '1.0'");
    }

    private static ObjectNode expectation(String release, String fields) {
        return json("""
                {'name': 'good', 'description': 'Why.', 'expect': {'release': '%s'}, 'requests': [
                  {'product': 'Firefox', 'channel': 'release', 'buildTarget': 'Linux', 'locale': 'de', %s}]}""".formatted(release, fields));
    }

    private static void store(EngineOn engine, ObjectNode expectation) {
        make(engine, work -> {
            try {
                work.insert(Entity.EXPECTATIONS, StoredExpectation.of(expectation));
            } catch (InvalidExpectationException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void make(EngineOn engine, Consumer<Transaction> work) {
        engine.engine().<Boolean>write(ADA, transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    /** Returns the message of a rejection that names the expectation, after which nothing has changed. */
    private static String broken(EngineOn engine, Consumer<Transaction> work) {
        ObjectNode before = engine.state();
        ChangeRejectedException rejected =
                catchThrowableOfType(ChangeRejectedException.class, () -> make(engine, work));
        assertThat(rejected).isNotNull();
        assertThat(rejected.rejection()).isInstanceOf(ChangeRejection.BrokenExpectations.class);
        assertThat(((ChangeRejection.BrokenExpectations) rejected.rejection()).broken())
                .singleElement()
                .satisfies(result -> assertThat(result.expectation().name()).isEqualTo("good"));
        assertThat(engine.state()).isEqualTo(before);
        return rejected.rejection().reason();
    }

    private static Row toBad(int dataVersion) {
        return RULE.with(TO_BAD)
                .with(PRODUCT, "Firefox")
                .with(CHANNEL, "release")
                .with(RULES.PRIORITY, 1)
                .with(RULES.BACKGROUNDRATE, 100)
                .with(RULES.UPDATE_TYPE, "minor")
                .with(DATA_VERSION, dataVersion)
                .with(WHEN, LATER);
    }

    private static ScheduledChange scheduleBad(EngineOn engine) {
        return engine.engine().write(ADA, work -> work.schedule(Entity.RULES, ChangeType.UPDATE, toBad(1)));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsDirectChangesOfRules(Kind kind) {
        EngineOn engine = open(kind);
        store(engine, expectation("Good"));

        assertThat(broken(engine, work -> work.update(Entity.RULES, RULE, TO_BAD, 1)))
                .startsWith("The change breaks an expectation: good expects release Good, but /update/6/Firefox/1.0/")
                .contains(" gets release Bad")
                .endsWith("To break it on purpose, change or delete the expectation first, or in the same change set.");
        broken(engine, work -> work.delete(Entity.RULES, RULE, 1));
        broken(
                engine,
                work -> work.insert(
                        Entity.RULES,
                        toBad(1).without(List.of(RULES.RULE_ID, WHEN, DATA_VERSION))
                                .with(RULES.PRIORITY, 2)));
        // For all products.
        broken(
                engine,
                work -> work.insert(
                        Entity.RULES,
                        toBad(1).without(List.of(RULES.RULE_ID, WHEN, DATA_VERSION, PRODUCT))
                                .with(RULES.PRIORITY, 2)));
        // Together, two changes break nothing.
        make(engine, work -> {
            work.update(Entity.RULES, RULE, TO_BAD, 1);
            work.update(Entity.RULES, RULE, Row.of(MAPPING, "Good"), 2);
        });
    }

    @ParameterizedTest
    @EnumSource
    void keepsResponsesThatMustNotChangeUnlessTheirExpectationIsChangedToo(Kind kind) {
        EngineOn engine = open(kind);
        ObjectNode unchanged = expectation("");
        unchanged.set("expect", json("{'update': 'unchanged'}"));
        store(engine, unchanged);
        Row toOther = Row.of(MAPPING, "Other");

        assertThat(broken(engine, work -> work.update(Entity.RULES, RULE, toOther, 1)))
                .startsWith(
                        "The change breaks an expectation: good expects the same response as before, but /update/6/")
                .contains(" gets release Other (1.5) in place of release Good (3.0)");
        assertThat(broken(engine, work -> work.update(Entity.RULES, RULE, Row.of(RULES.BACKGROUNDRATE, 70), 1)))
                .contains(" gets no update (throttled) in place of release Good (3.0) for 30 % of these clients");
        // Other clients get something else.
        make(engine, work -> work.update(Entity.RULES, Row.of(RULES.RULE_ID, 2), toOther, 1));
        // The same transaction changes both.
        unchanged.put("description", "Other was agreed to.");
        make(engine, work -> {
            work.update(Entity.EXPECTATIONS, Row.of(NAME, "good"), changed(unchanged), 1);
            work.update(Entity.RULES, RULE, toOther, 1);
        });
        broken(engine, work -> work.update(Entity.RULES, RULE, Row.of(MAPPING, "Good"), 2));
    }

    private static Row changed(ObjectNode expectation) {
        try {
            return StoredExpectation.of(expectation).without(NAME);
        } catch (InvalidExpectationException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsDirectChangesOfPins(Kind kind) {
        EngineOn engine = open(kind);
        store(engine, expectation("Pinned", "'version': '1.0', 'pin': '1.'"));
        Row pin = Row.of(PRODUCT, "Firefox").with(CHANNEL, "release").with(PINNABLE_RELEASES.VERSION, "1.");

        broken(engine, work -> work.update(Entity.PINNABLE_RELEASES, pin, Row.of(MAPPING, "Other"), 1));
        broken(engine, work -> work.delete(Entity.PINNABLE_RELEASES, pin, 1));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsDirectChangesOfReleases(Kind kind) {
        EngineOn engine = open(kind);
        store(engine, expectation("Good"));
        Row key = MatrixWorld.name("Good");
        ObjectNode without = release("Good");
        ((ObjectNode) without.at("/platforms/Linux/locales")).removeAll();

        broken(engine, work -> work.update(Entity.RELEASES, key, Row.of(DATA, without), 1));
        make(
                engine,
                work -> work.update(
                        Entity.RELEASES, key, Row.of(DATA, release("Good").put("appVersion", "3.1")), 1));
        // It is served nowhere.
        make(
                engine,
                work -> work.update(
                        Entity.RELEASES,
                        MatrixWorld.name("Bad"),
                        Row.of(DATA, release("Bad").put("appVersion", "3.1")),
                        1));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsWhatIsScheduledAndEdited(Kind kind) {
        EngineOn engine = open(kind);
        store(engine, expectation("Good"));

        broken(engine, work -> work.schedule(Entity.RULES, ChangeType.UPDATE, toBad(1)));
        ScheduledChange harmless = engine.engine()
                .write(ADA, work -> work.schedule(Entity.RULES, ChangeType.UPDATE, toBad(1).with(MAPPING, "Good")));
        broken(engine, work -> work.edit(Entity.RULES, harmless.id(), TO_BAD, 1));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsSignoffs(Kind kind) {
        EngineOn engine = open(kind);
        ScheduledChange change = scheduleBad(engine);
        store(engine, expectation("Good"));

        broken(engine, work -> work.signOff(Entity.RULES, change.id(), "releng"));
        // It can be dropped.
        make(engine, work -> work.drop(Entity.RULES, change.id(), 1));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsEnactmentsAndSaysSoBefore(Kind kind) {
        EngineOn engine = open(kind);
        ScheduledChange change = scheduleBad(engine);
        engine.at(LATER);
        assertThat(obstacle(engine, change)).isEmpty();
        store(engine, expectation("Good"));

        String reason = broken(engine, work -> work.enact(Entity.RULES, change.id()));
        assertThat(obstacle(engine, change)).isEqualTo(reason);
        make(engine, work -> work.delete(Entity.EXPECTATIONS, Row.of(NAME, "good"), 1));
        assertThat(obstacle(engine, change)).isEmpty();
        make(engine, work -> work.enact(Entity.RULES, change.id()));
    }

    /** The parts of a release are scheduled, signed off and enacted together. */
    @ParameterizedTest
    @EnumSource
    void rejectsSignoffsAndEnactmentsOfSplitReleases(Kind kind) {
        EngineOn engine = open(kind);
        make(
                engine,
                work -> new SplitReleases(work).set("Split", release("Split"), "Firefox", DataVersions.NONE, null));
        make(engine, work -> work.update(Entity.RULES, RULE, Row.of(MAPPING, "Split"), 1));
        ObjectNode without = release("Split");
        ((ObjectNode) without.at("/platforms/Linux/locales")).removeAll();
        make(engine, work -> new SplitReleases(work).set("Split", without, null, versions(work), LATER));
        store(engine, expectation("Split"));

        broken(engine, work -> new SplitReleases(work).signOff("Split", "releng", SignedParts.ANY));
        engine.at(LATER);
        broken(engine, work -> new SplitReleases(work).enact("Split", SignedParts.ANY));
    }

    private static DataVersions versions(Transaction work) {
        return SplitReleaseView.dataVersions(work, "Split").orElseThrow();
    }

    private static String obstacle(EngineOn engine, ScheduledChange change) {
        return engine.engine().read(reading -> {
            ScheduledChange current =
                    reading.findScheduled(Entity.RULES, change.id()).orElseThrow();
            return reading.enactmentObstacle(
                            current, reading.evaluateSignoffs(current), reading.requiredSignoffs(current))
                    .orElse("");
        });
    }

    @ParameterizedTest
    @EnumSource
    void blocksNothingElse(Kind kind) {
        EngineOn engine = open(kind);
        store(engine, expectation("Good"));

        make(
                engine,
                work -> work.insert(
                        Entity.EMERGENCY_SHUTOFFS,
                        Row.of(PRODUCT, "Firefox").with(CHANNEL, "release").with(RULES.COMMENT, "why")));
        // With updates shut off it is broken already, so that nothing can break it.
        make(engine, work -> work.update(Entity.RULES, RULE, TO_BAD, 1));
        make(
                engine,
                work -> work.delete(
                        Entity.EMERGENCY_SHUTOFFS, Row.of(PRODUCT, "Firefox").with(CHANNEL, "release"), 1));
        // A repair, and changes of other products.
        make(engine, work -> work.update(Entity.RULES, RULE, Row.of(MAPPING, "Good"), 2));
        make(engine, work -> work.update(Entity.RULES, Row.of(RULES.RULE_ID, 2), TO_BAD, 1));
        broken(engine, work -> work.update(Entity.RULES, RULE, TO_BAD, 3));
    }

    @ParameterizedTest
    @EnumSource
    void changesAndHistoriesOfExpectationsAreRecorded(Kind kind) {
        EngineOn engine = open(kind);
        store(engine, expectation("Good"));
        make(engine, work -> work.update(Entity.EXPECTATIONS, Row.of(NAME, "good"), row(expectation("Bad")), 1));
        ChangeRejectedException outdated = catchThrowableOfType(
                ChangeRejectedException.class,
                () -> make(engine, work -> work.delete(Entity.EXPECTATIONS, Row.of(NAME, "good"), 1)));
        assertThat(outdated.rejection()).isInstanceOf(ChangeRejection.Outdated.class);
        ChangeRejectedException unreadable = catchThrowableOfType(
                ChangeRejectedException.class,
                () -> make(
                        engine,
                        work -> work.update(
                                Entity.EXPECTATIONS,
                                Row.of(NAME, "good"),
                                Row.of(BALROG_EXPECTATIONS.EXPECTATION, "{}"),
                                2)));
        assertThat(unreadable.rejection().reason()).contains("name");
        make(engine, work -> work.delete(Entity.EXPECTATIONS, Row.of(NAME, "good"), 2));

        assertThat(engine.database()
                        .<List<String>>read(
                                sql -> sql.fetch("SELECT changed_by, data_version FROM balrog_expectations_history"
                                                + " ORDER BY change_id")
                                        .map(row -> row.get(0) + " " + row.get(1))))
                .containsExactly("ada null", "ada 1", "ada 2", "ada null");
        assertThat(engine.database()
                        .<List<String>>read(sql -> sql.fetch("SELECT action, row_key FROM balrog_audit_log"
                                        + " WHERE table_name = 'balrog_expectations' ORDER BY id")
                                .map(row -> row.get(0) + " " + row.get(1))))
                .containsExactly(
                        "insert {\"name\":\"good\"}", "update {\"name\":\"good\"}", "delete {\"name\":\"good\"}");
    }

    private static Row row(ObjectNode expectation) {
        try {
            return StoredExpectation.of(expectation);
        } catch (InvalidExpectationException e) {
            throw new AssertionError(e);
        }
    }
}
