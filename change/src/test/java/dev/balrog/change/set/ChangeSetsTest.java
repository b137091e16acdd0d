// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.set;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.SignoffWorld.ADA;
import static dev.balrog.change.SignoffWorld.AGENT;
import static dev.balrog.change.SignoffWorld.BOB;
import static dev.balrog.change.SignoffWorld.CYD;
import static dev.balrog.change.SignoffWorld.DEE;
import static dev.balrog.change.SignoffWorld.EVE;
import static dev.balrog.change.SignoffWorld.FAY;
import static dev.balrog.change.SignoffWorld.LATER;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.BALROG_EXPECTATIONS;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.PRODUCT_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.change.EngineOn;
import dev.balrog.change.SignoffWorld;
import dev.balrog.change.Transaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.rejection.IneffectiveSignoff;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import dev.balrog.change.row.StoredExpectation;
import dev.balrog.change.schedule.SignoffExpectation;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.DataVersions;
import dev.balrog.core.expectation.InvalidExpectationException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditEntry;
import dev.balrog.store.audit.AuditVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Change sets in {@link SignoffWorld}: Firefox's rules for release need two of releng and one of qa. */
@Tag("slow")
class ChangeSetsTest {
    private static final SetChange NIGHTLY = update(2, RULES.BACKGROUNDRATE, 50);
    private static final SetChange RELEASE = update(1, RULES.BACKGROUNDRATE, 25);

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
        EngineOn engine = new EngineOn(TestDatabases.create(kind, directory), directory, Set.of(AGENT));
        opened = engine;
        SignoffWorld.fill(engine.database());
        return engine;
    }

    private static <T> SetChange update(int rule, Field<T> column, T value) {
        return row(
                Entity.RULES,
                ChangeType.UPDATE,
                Row.of(RULES.RULE_ID, rule).with(column, value).with(DATA_VERSION, 1));
    }

    private static SetChange newRule(String channel) {
        return row(
                Entity.RULES,
                ChangeType.INSERT,
                Row.of(PRODUCT, "Firefox")
                        .with(CHANNEL, channel)
                        .with(RULES.PRIORITY, 90)
                        .with(RULES.BACKGROUNDRATE, 100)
                        .with(RULES.UPDATE_TYPE, "minor"));
    }

    private static SetChange row(Entity entity, ChangeType type, Row row) {
        return new SetChange(new SimulatedChange.OfRow(entity, type, row), DataVersions.NONE);
    }

    private static <T> T make(EngineOn engine, String who, Function<ChangeSets, T> work) {
        return engine.engine().write(who, transaction -> work.apply(new ChangeSets(transaction)));
    }

    private static int propose(EngineOn engine, String who, SetChange... changes) {
        return make(engine, who, sets -> sets.propose("Ship it.", List.of(changes)))
                .id();
    }

    private static void sign(EngineOn engine, String who, int id, String role) {
        make(engine, who, sets -> {
            sets.signOff(id, role, SignoffExpectation.NONE);
            return id;
        });
    }

    private static ChangeSet enact(EngineOn engine, String who, int id) {
        return make(engine, who, sets -> sets.enact(id, SignoffExpectation.NONE));
    }

    private static void direct(EngineOn engine, String who, Consumer<Transaction> work) {
        engine.engine().write(who, transaction -> {
            work.accept(transaction);
            return who;
        });
    }

    private static SetEvaluation evaluate(EngineOn engine, int id) {
        return make(engine, ADA, sets -> sets.evaluate(sets.require(id)));
    }

    private static List<SetConflict> conflicts(EngineOn engine, int id) {
        return make(engine, ADA, sets -> sets.conflicts(sets.require(id)));
    }

    private static ChangeRejection rejected(EngineOn engine, String who, Function<ChangeSets, ?> work) {
        var before = engine.state();
        ChangeRejectedException rejected =
                catchThrowableOfType(ChangeRejectedException.class, () -> make(engine, who, work::apply));
        assertThat(rejected).isNotNull();
        assertThat(engine.state()).isEqualTo(before);
        return rejected.rejection();
    }

    private static ChangeRejection notEnacted(EngineOn engine, String who, int id) {
        return rejected(engine, who, sets -> sets.enact(id, SignoffExpectation.NONE));
    }

    private static Row rule(EngineOn engine, int id) {
        return engine.engine()
                .read(reading ->
                        reading.find(Entity.RULES, Row.of(RULES.RULE_ID, id)).orElseThrow());
    }

    private static void assertAudited(EngineOn engine) {
        // The world was filled without entries.
        assertThat(new AuditVerifier(engine.database(), _ -> {})
                        .verify(1, List.of())
                        .findings())
                .noneMatch(finding -> finding.toString().contains("change_set"));
    }

    @ParameterizedTest
    @EnumSource
    void needsTheSignoffsOfAllItsChanges(Kind kind) {
        EngineOn engine = open(kind);
        int id = propose(engine, BOB, NIGHTLY, RELEASE, newRule("nightly"));
        assertThat(evaluate(engine, id).required().countByRole()).isEqualTo(Map.of("releng", 2, "qa", 1));
        // Bob's own signoff came with the proposal.
        assertThat(evaluate(engine, id).signoffs().counted())
                .extracting(signoff -> signoff.username() + " " + signoff.role())
                .containsExactly("bob releng");
        sign(engine, CYD, id, "qa");
        assertThat(notEnacted(engine, ADA, id)).isInstanceOf(ChangeRejection.SignoffRequired.class);
        sign(engine, ADA, id, "releng");
        // The signoffs are for this outcome: rolled back insertions have not changed it.
        assertThat(evaluate(engine, id).signoffs().ineffective()).isEmpty();

        ChangeSet enacted = enact(engine, AGENT, id);

        assertThat(enacted.state()).isEqualTo(SetState.ENACTED);
        assertThat(enacted.end()).isNotNull();
        assertThat(rule(engine, 1).require(RULES.BACKGROUNDRATE)).isEqualTo(25);
        assertThat(rule(engine, 2).require(RULES.BACKGROUNDRATE)).isEqualTo(50);
        assertThat(engine.engine().<Long>read(reading -> reading.countRules(Optional.empty())))
                .isEqualTo(6);
        assertAudited(engine);
        assertThat(engine.database()
                        .<List<AuditEntry>>read(sql ->
                                AuditChain.list(sql, new AuditChain.Filter(null, null, null, null), Integer.MAX_VALUE)))
                .filteredOn(entry -> entry.changedBy().equals(AGENT))
                .extracting(entry -> Objects.requireNonNull(entry.row()).table() + " " + entry.action())
                .containsExactlyInAnyOrder("balrog_change_sets enact", "rules update", "rules update", "rules insert");
        assertThat(notEnacted(engine, AGENT, id)).isInstanceOf(ChangeRejection.Invalid.class);
    }

    @Test
    void eachChangeIsJudgedInTheStateThatTheFormerOnesProduce() {
        EngineOn engine = open(Kind.SQLITE);
        Row required = Row.of(PRODUCT, "Firefox").with(CHANNEL, "nightly").with(ROLE, "qa");
        SetChange requirement = row(
                Entity.PRODUCT_REQUIRED_SIGNOFFS,
                ChangeType.INSERT,
                required.with(PRODUCT_REQ_SIGNOFFS.SIGNOFFS_REQUIRED, 1));
        int first = propose(engine, DEE, requirement, NIGHTLY);
        assertThat(evaluate(engine, first).required().countByRole()).isEqualTo(Map.of("qa", 1));
        int last = propose(engine, DEE, NIGHTLY, requirement);
        assertThat(evaluate(engine, last).required().isEmpty()).isTrue();
        // A requirement can't be deleted without the signoffs that it requires.
        int without = propose(
                engine,
                ADA,
                row(
                        Entity.PRODUCT_REQUIRED_SIGNOFFS,
                        ChangeType.DELETE,
                        required.with(CHANNEL, "release").with(DATA_VERSION, 1)),
                RELEASE);
        assertThat(evaluate(engine, without).required().countByRole()).isEqualTo(Map.of("releng", 2, "qa", 1));
    }

    @ParameterizedTest
    @EnumSource
    void anEditMakesSignoffsStale(Kind kind) {
        EngineOn engine = open(kind);
        int id = propose(engine, BOB, RELEASE);
        sign(engine, CYD, id, "qa");
        sign(engine, ADA, id, "releng");
        make(engine, BOB, sets -> sets.edit(id, "Ship more.", List.of(RELEASE, NIGHTLY), 1));
        make(engine, BOB, sets -> sets.edit(id, "Ship it.", List.of(RELEASE), 2));
        // Also one that is taken back. Bob has signed again, as the author.
        assertThat(evaluate(engine, id).signoffs().ineffective())
                .containsExactlyInAnyOrder(
                        new IneffectiveSignoff(CYD, "qa", IneffectiveSignoff.Reason.STALE),
                        new IneffectiveSignoff(ADA, "releng", IneffectiveSignoff.Reason.STALE));
        assertThat(notEnacted(engine, ADA, id)).isInstanceOf(ChangeRejection.SignoffRequired.class);
        assertThat(rejected(engine, BOB, sets -> sets.edit(id, "", List.of(NIGHTLY), 2)))
                .isInstanceOf(ChangeRejection.Outdated.class);
        // An edit that changes nothing keeps the signoffs.
        sign(engine, CYD, id, "qa");
        assertThat(make(engine, BOB, sets -> sets.edit(id, "Ship it.", List.of(RELEASE), 3))
                        .dataVersion())
                .isEqualTo(3);
        sign(engine, ADA, id, "releng");
        enact(engine, ADA, id);
        assertAudited(engine);
    }

    @Test
    void aReleaseThatChangesMakesSignoffsStale() {
        EngineOn engine = open(Kind.SQLITE);
        int id = propose(engine, BOB, update(1, RULES.MAPPING, "Free"));
        sign(engine, CYD, id, "qa");
        direct(
                engine,
                BOB,
                transaction -> transaction.update(
                        Entity.RELEASES,
                        Row.of(NAME, "Free"),
                        Row.of(
                                DATA,
                                json("{'name': 'Free', 'schema_version': 50, 'detailsUrl': 'https://new',"
                                        + " 'displayVersion': '1.0'}")),
                        1));
        assertThat(evaluate(engine, id).signoffs().counted()).isEmpty();
        assertThat(rejected(engine, ADA, sets -> {
                    sets.signOff(id, "releng", new SignoffExpectation(1, "0".repeat(64)));
                    return id;
                }))
                .isInstanceOf(ChangeRejection.OutdatedSignoff.class);
    }

    @ParameterizedTest
    @EnumSource
    void isEnactedAsAWholeOrNotAtAll(Kind kind) {
        EngineOn engine = open(kind);
        int id = propose(engine, BOB, NIGHTLY, newRule("nightly"), update(5, RULES.PRIORITY, 7));
        direct(
                engine,
                ADA,
                transaction ->
                        transaction.update(Entity.RULES, Row.of(RULES.RULE_ID, 5), Row.of(RULES.PRIORITY, 8), 1));
        assertThat(conflicts(engine, id))
                .extracting(conflict -> conflict.position() + " " + conflict.kind())
                .containsExactly("3 OUTDATED");

        assertThat(notEnacted(engine, ADA, id)).isInstanceOfSatisfying(ChangeRejection.OfChangeSet.class, failed -> {
            assertThat(failed.position()).isEqualTo(3);
            assertThat(failed.cause()).isInstanceOf(ChangeRejection.Outdated.class);
            assertThat(failed.reason()).startsWith("Change 3 of the change set (update of rule 5): ");
        });

        assertThat(rule(engine, 2).require(RULES.BACKGROUNDRATE)).isEqualTo(100);
        assertThat(rule(engine, 5).require(RULES.PRIORITY)).isEqualTo(8);
    }

    @Test
    void aBrokenExpectationPreventsTheSet() throws InvalidExpectationException {
        EngineOn engine = open(Kind.SQLITE);
        Row served = Row.of(PRODUCT, "Fenix")
                .with(CHANNEL, "esr")
                .with(MAPPING, "Free")
                .with(RULES.PRIORITY, 90)
                .with(RULES.BACKGROUNDRATE, 100)
                .with(RULES.UPDATE_TYPE, "minor");
        Row held = StoredExpectation.of(json("{'name': 'esr', 'requests': [{'product': 'Fenix', 'channel': 'esr',"
                + " 'version': '0.5'}], 'expect': {'release': 'Free'}}"));
        direct(engine, ADA, transaction -> {
            assertThat(transaction.insert(Entity.RULES, served).require(RULES.RULE_ID))
                    .isEqualTo(6);
            transaction.insert(Entity.EXPECTATIONS, held);
        });
        SetChange breaks = update(6, RULES.MAPPING, "Served");
        assertThat(rejected(engine, ADA, sets -> sets.propose("", List.of(NIGHTLY, breaks))))
                .isInstanceOf(ChangeRejection.BrokenExpectations.class);
        SetChange gone =
                row(Entity.EXPECTATIONS, ChangeType.DELETE, Row.of(NAME, "esr").with(DATA_VERSION, 1));
        enact(engine, ADA, propose(engine, ADA, gone, breaks));
        assertThat(rule(engine, 6).get(MAPPING)).isEqualTo("Served");
    }

    /** Whoever may change rules alone could otherwise remove the test, and have only the rules signed off. */
    @Test
    void anExpectationNeedsTheSignoffsOfTheRulesThatItTests() throws InvalidExpectationException {
        EngineOn engine = open(Kind.SQLITE);
        // None is held, so that none blocks the change of a rule.
        Row release = expectation("release", "'nightly', 'release-cck-partner'");
        Row nightly = expectation("nightly", "'nightly'");
        // To add one needs no signoffs.
        direct(engine, BOB, transaction -> {
            transaction.insert(Entity.EXPECTATIONS, release);
            transaction.insert(Entity.EXPECTATIONS, nightly);
        });
        Row key = Row.of(NAME, "release");
        Row weaker = expectation("release", "'nightly'").without(List.of(NAME));

        for (Consumer<Transaction> weakening : List.<Consumer<Transaction>>of(
                transaction -> transaction.delete(Entity.EXPECTATIONS, key, 1),
                transaction -> transaction.update(Entity.EXPECTATIONS, key, weaker, 1))) {
            assertThat(notMade(engine, weakening))
                    .isInstanceOfSatisfying(
                            ChangeRejection.SignoffRequired.class,
                            needed -> assertThat(needed.reason())
                                    .isEqualTo("No Signoffs given: propose a change set, which can be signed off"));
        }
        Row free = expectation("nightly", "'beta'");
        // That of nightly is as free as the rules for nightly.
        direct(engine, BOB, transaction -> {
            transaction.update(Entity.EXPECTATIONS, Row.of(NAME, "nightly"), free, 1);
            transaction.delete(Entity.EXPECTATIONS, Row.of(NAME, "nightly"), 2);
        });

        SetChange gone = row(Entity.EXPECTATIONS, ChangeType.DELETE, key.with(DATA_VERSION, 1));
        int id = propose(engine, ADA, NIGHTLY, gone);
        assertThat(evaluate(engine, id).required().countByRole()).isEqualTo(Map.of("releng", 2, "qa", 1));
        sign(engine, BOB, id, "releng");
        assertThat(notEnacted(engine, ADA, id)).isInstanceOf(ChangeRejection.SignoffRequired.class);
        sign(engine, CYD, id, "qa");
        enact(engine, ADA, id);
        boolean stays = engine.engine()
                .read(reading -> reading.find(Entity.EXPECTATIONS, key).isPresent());
        assertThat(stays).isFalse();
    }

    /** It can't be told which channels it tests, so that it needs what any channel of its products needs. */
    @Test
    void anExpectationOfAnotherVersionNeedsTheSignoffsOfAllItsProducts() {
        EngineOn engine = open(Kind.SQLITE);
        for (String product : List.of("Firefox", "Fenix")) {
            engine.database()
                    .write(sql -> sql.insertInto(BALROG_EXPECTATIONS)
                            .set(BALROG_EXPECTATIONS.NAME, product)
                            .set(BALROG_EXPECTATIONS.PRODUCTS, "[\"" + product + "\"]")
                            .set(BALROG_EXPECTATIONS.EXPECTATION, "{}")
                            .set(BALROG_EXPECTATIONS.DATA_VERSION, 1)
                            .execute());
        }

        direct(engine, BOB, transaction -> transaction.delete(Entity.EXPECTATIONS, Row.of(NAME, "Fenix"), 1));

        assertThat(notMade(engine, transaction -> transaction.delete(Entity.EXPECTATIONS, Row.of(NAME, "Firefox"), 1)))
                .isInstanceOf(ChangeRejection.SignoffRequired.class);
    }

    private static ChangeRejection notMade(EngineOn engine, Consumer<Transaction> work) {
        return catchThrowableOfType(ChangeRejectedException.class, () -> direct(engine, BOB, work))
                .rejection();
    }

    private static Row expectation(String name, String channels) throws InvalidExpectationException {
        return StoredExpectation.of(json("{'name': '" + name + "', 'requests': [{'product': 'Firefox', 'channel': ["
                + channels + "], 'version': '0.5'}], 'expect': {'release': 'None'}}"));
    }

    @Test
    void theAuthorNeedsThePermissionsWhenTheSetIsEnacted() {
        EngineOn engine = open(Kind.SQLITE);
        assertThat(rejected(engine, FAY, sets -> sets.propose("", List.of(update(5, RULES.PRIORITY, 7), NIGHTLY))))
                .isInstanceOfSatisfying(ChangeRejection.OfChangeSet.class, failed -> {
                    assertThat(failed.position()).isEqualTo(2);
                    assertThat(failed.cause()).isInstanceOf(ChangeRejection.PermissionDenied.class);
                });
        assertThat(rejected(engine, "nobody", sets -> sets.propose("", List.of(NIGHTLY))))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
        int id = propose(engine, EVE, NIGHTLY);
        direct(
                engine,
                ADA,
                transaction -> transaction.delete(
                        Entity.PERMISSIONS, Row.of(USERNAME, EVE).with(PERMISSIONS.PERMISSION, "rule"), 1));
        // Ada might change the rule, but the set is Eve's.
        assertThat(notEnacted(engine, ADA, id))
                .isInstanceOfSatisfying(
                        ChangeRejection.OfChangeSet.class,
                        failed -> assertThat(failed.cause()).isInstanceOf(ChangeRejection.PermissionDenied.class));
        // Whoever edits it takes it over, which takes an administrator.
        assertThat(rejected(engine, BOB, sets -> sets.edit(id, "", List.of(NIGHTLY), 1)))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
        make(engine, ADA, sets -> sets.edit(id, "", List.of(NIGHTLY), 1));
        enact(engine, ADA, id);
        assertAudited(engine);
    }

    @Test
    void theAuthorEnactsWhatNeedsNoSignoffs() {
        EngineOn engine = open(Kind.SQLITE);
        int free = propose(engine, BOB, NIGHTLY);
        assertThat(notEnacted(engine, EVE, free)).isInstanceOf(ChangeRejection.PermissionDenied.class);
        enact(engine, BOB, free);
        int signed = propose(engine, BOB, RELEASE);
        sign(engine, CYD, signed, "qa");
        sign(engine, DEE, signed, "releng");
        assertThat(notEnacted(engine, BOB, signed)).isInstanceOf(ChangeRejection.PermissionDenied.class);
        enact(engine, AGENT, signed);
        assertAudited(engine);
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseAndItsRuleAreEnactedTogether(Kind kind) {
        EngineOn engine = open(kind);
        SetChange release = new SetChange(
                new SimulatedChange.OfSplitRelease("Split", null, json("{'appVersion': '2.0'}"), true),
                DataVersions.builder().base(1).build());
        int id = propose(engine, BOB, release, update(3, RULES.FALLBACKMAPPING, "Free"));
        assertThat(evaluate(engine, id).required().countByRole()).isEqualTo(Map.of("releng", 2, "qa", 1));
        assertThat(notEnacted(engine, ADA, id)).isInstanceOf(ChangeRejection.SignoffRequired.class);
        sign(engine, CYD, id, "qa");
        sign(engine, ADA, id, "releng");
        enact(engine, ADA, id);
        assertThat(engine.engine()
                        .<Optional<JsonNode>>read(reading -> reading.find(Entity.RELEASES_JSON, Row.of(NAME, "Split"))
                                .map(row -> row.get(DATA))
                                .map(data -> data.path("appVersion"))))
                .contains(StringNode.valueOf("2.0"));
        assertAudited(engine);
    }

    @Test
    void conflictsAreNamedAheadOfTime() {
        EngineOn engine = open(Kind.SQLITE);
        int id = propose(engine, BOB, NIGHTLY, update(5, RULES.PRIORITY, 7));
        int other = propose(engine, BOB, update(5, RULES.PRIORITY, 9));
        direct(
                engine,
                ADA,
                transaction -> transaction.schedule(
                        Entity.RULES,
                        ChangeType.UPDATE,
                        transaction
                                .require(Entity.RULES, Row.of(RULES.RULE_ID, 2))
                                .with(RULES.PRIORITY, 3)
                                .with(WHEN, LATER)));
        assertThat(conflicts(engine, id))
                .extracting(conflict -> conflict.position() + " " + conflict.kind() + " " + conflict.id())
                .containsExactly("1 SCHEDULED_CHANGE 1", "2 CHANGE_SET " + other);
        enact(engine, BOB, other);
        assertThat(conflicts(engine, id))
                .extracting(conflict -> conflict.position() + " " + conflict.kind())
                .containsExactly("1 SCHEDULED_CHANGE", "2 OUTDATED");
    }

    @Test
    void signoffsAreThoseOfPeopleWithTheRole() {
        EngineOn engine = open(Kind.SQLITE);
        int id = propose(engine, EVE, RELEASE);
        for (String who : List.of(EVE, AGENT)) {
            assertThat(rejected(engine, who, sets -> {
                        sets.signOff(id, "releng", SignoffExpectation.NONE);
                        return id;
                    }))
                    .isInstanceOf(ChangeRejection.PermissionDenied.class);
        }
        sign(engine, BOB, id, "releng");
        sign(engine, DEE, id, "qa");
        assertThat(rejected(engine, DEE, sets -> {
                    sets.signOff(id, "releng", SignoffExpectation.NONE);
                    return id;
                }))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
        assertThat(rejected(engine, EVE, sets -> sets.withdraw(id, BOB)))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
        // With a role, its signoffs are revoked: they don't come back with it.
        Row role = Row.of(USERNAME, BOB).with(ROLE, "releng");
        direct(engine, ADA, transaction -> transaction.delete(Entity.USER_ROLES, role, 1));
        List<CountedSignoff> recorded = make(engine, ADA, sets -> sets.recordedSignoffs(sets.require(id)));
        assertThat(recorded).extracting(signoff -> signoff.username()).containsExactly(DEE);
        boolean withdrawn = make(engine, CYD, sets -> sets.withdraw(id, DEE));
        assertThat(withdrawn).isTrue();
        make(engine, EVE, sets -> sets.cancel(id, 1));
        assertThat(notEnacted(engine, ADA, id)).isInstanceOf(ChangeRejection.Invalid.class);
        assertAudited(engine);
    }

    @Test
    void whatCantBeInASetIsRejected() {
        EngineOn engine = open(Kind.SQLITE);
        SetChange grant = row(
                Entity.PERMISSIONS, ChangeType.INSERT, Row.of(USERNAME, "mia").with(PERMISSIONS.PERMISSION, "admin"));
        SetChange unversioned =
                row(Entity.RULES, ChangeType.UPDATE, Row.of(RULES.RULE_ID, 2).with(RULES.PRIORITY, 5));
        SetChange outdated =
                row(Entity.RULES, ChangeType.DELETE, Row.of(RULES.RULE_ID, 2).with(DATA_VERSION, 7));
        for (List<SetChange> changes : List.of(
                List.<SetChange>of(),
                List.of(grant),
                List.of(unversioned),
                List.of(outdated),
                List.of(NIGHTLY, NIGHTLY),
                List.of(update(2, RULES.MAPPING, "Nowhere")))) {
            rejected(engine, ADA, sets -> sets.propose("", changes));
        }
        rejected(engine, ADA, sets -> sets.propose("x".repeat(4001), List.of(NIGHTLY)));
        rejected(engine, ADA, sets -> sets.require(1));
    }
}
