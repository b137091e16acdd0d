// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.schedule;

import static dev.balrog.change.MatrixWorld.name;
import static dev.balrog.change.SignoffWorld.ADA;
import static dev.balrog.change.SignoffWorld.AGENT;
import static dev.balrog.change.SignoffWorld.BOB;
import static dev.balrog.change.SignoffWorld.CYD;
import static dev.balrog.change.SignoffWorld.DE;
import static dev.balrog.change.SignoffWorld.DEE;
import static dev.balrog.change.SignoffWorld.EVE;
import static dev.balrog.change.SignoffWorld.LATER;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.change.EngineOn;
import dev.balrog.change.MatrixWorld;
import dev.balrog.change.SignoffWorld;
import dev.balrog.change.Transaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What takes two signoffs of releng and one of qa here is described in {@link SignoffWorld}. */
class ScheduledChangesTest {
    private static final Row SERVED_RULE = Row.of(RULES.RULE_ID, 1);
    private static final Row NIGHTLY_RULE = Row.of(RULES.RULE_ID, 2);

    @TempDir
    private Path directory;

    private EngineOn engine;

    @BeforeEach
    void open() {
        Database database = TestDatabases.create(Kind.SQLITE, directory);
        SignoffWorld.fill(database);
        engine = new EngineOn(database, directory, Set.of(AGENT));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void whoSchedulesAgreesInTheNameOfTheOneRoleThatIsAskedFor() {
        assertThat(signoffs(scheduleMapping(BOB))).containsExactly(Map.entry(BOB, "releng"));
    }

    @Test
    void nobodyAgreesWhereSeveralRolesFitOrNone() {
        assertThat(signoffs(scheduleMapping(DEE))).isEmpty();
        drop(DEE, 1);
        assertThat(signoffs(scheduleMapping(EVE))).isEmpty();
    }

    @Test
    void whatHasItsSignoffsIsEnacted() {
        int id = agreed();
        enact(id);
        assertThat(rule(SERVED_RULE).get(MAPPING)).isEqualTo("Free");
        assertThat(engine.state().get("rules_history").findValuesAsString("changed_by"))
                .containsExactly(BOB);
    }

    @Test
    void anEditWithdrawsTheSignoffsOfOthers() {
        int id = agreed();
        does(BOB, transaction -> transaction.edit(Entity.RULES, id, Row.of(MAPPING, "Fallback"), 1));
        assertThat(signoffs(id)).containsExactly(Map.entry(BOB, "releng"));
        assertSignoffsAreMissing(id);
    }

    @Test
    void aWithdrawnSignoffDoesNotCount() {
        int id = agreed();
        does(CYD, transaction -> transaction.withdraw(Entity.RULES, id, CYD));
        assertSignoffsAreMissing(id);
    }

    @Test
    void onlyAdministratorsAndThoseOfTheRoleWithdrawASignoff() {
        int id = agreed();
        assertThat(refused(EVE, transaction -> transaction.withdraw(Entity.RULES, id, BOB)))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
        does(DEE, transaction -> transaction.withdraw(Entity.RULES, id, BOB));
        does(ADA, transaction -> transaction.withdraw(Entity.RULES, id, CYD));
        assertThat(signoffs(id)).containsExactly(Map.entry(ADA, "releng"));
    }

    @Test
    void nobodyFillsTwoPlaces() {
        int id = scheduleMapping(BOB);
        signOff(BOB, id, "releng");
        signOff(DEE, id, "qa");
        assertThat(refused(DEE, transaction -> transaction.signOff(Entity.RULES, id, "releng")))
                .isEqualTo(new ChangeRejection.PermissionDenied("Cannot signoff with a second role"));
        assertSignoffsAreMissing(id);
    }

    @Test
    void nobodyAgreesInTheNameOfARoleThatTheyDoNotHold() {
        int id = scheduleMapping(BOB);
        assertThat(refused(CYD, transaction -> transaction.signOff(Entity.RULES, id, "releng")))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
    }

    @Test
    void programsDoNotAgree() {
        int id = scheduleMapping(BOB);
        engine.database()
                .write(sql -> sql.execute(
                        "INSERT INTO user_roles (username, role, data_version) VALUES ('" + AGENT + "', 'qa', 1)"));
        assertThat(refused(AGENT, transaction -> transaction.signOff(Entity.RULES, id, "qa")))
                .isEqualTo(new ChangeRejection.PermissionDenied("System account cannot signoff"));
    }

    @Test
    void theNumberOfADroppedScheduledChangeIsNotGivenAgain() {
        int dropped = agreed();
        drop(BOB, dropped);
        int id = scheduleMapping(EVE);
        assertThat(id).isGreaterThan(dropped);
        assertThat(signoffs(id)).isEmpty();
        assertSignoffsAreMissing(id);
    }

    @Test
    void whatHasBeenMadeIsNeitherMadeNorSignedNorEditedAgain() {
        int id = agreed();
        enact(id);
        assertThat(refused(AGENT, transaction -> transaction.enact(Entity.RULES, id)))
                .isEqualTo(new ChangeRejection.Invalid("Scheduled change already completed. Cannot enact now."));
        assertThat(refused(DEE, transaction -> transaction.signOff(Entity.RULES, id, "qa")))
                .isEqualTo(new ChangeRejection.Invalid("Scheduled change already completed. Cannot sign off now."));
        assertThat(refused(BOB, transaction -> transaction.edit(Entity.RULES, id, Row.of(MAPPING, "Free"), 2)))
                .isEqualTo(new ChangeRejection.Invalid("Scheduled change already completed. Cannot update now."));
    }

    @Test
    void whatDoesNotExistIsNotSigned() {
        assertThat(refused(BOB, transaction -> transaction.signOff(Entity.RULES, 7, "releng")))
                .isEqualTo(new ChangeRejection.Missing("Scheduled change does not exist"));
    }

    @Test
    void aDirectChangeIsMergedIntoAScheduledOne() {
        int id = schedule(BOB, NIGHTLY_RULE, Row.of(MAPPING, "Fallback"));
        does(EVE, transaction -> transaction.update(Entity.RULES, NIGHTLY_RULE, Row.of(RULES.BACKGROUNDRATE, 7), 1));
        ScheduledChange merged = find(id);
        assertThat(merged.base().get(RULES.BACKGROUNDRATE)).isEqualTo(7);
        assertThat(merged.base().get(MAPPING)).isEqualTo("Fallback");
        enact(id);
        assertThat(rule(NIGHTLY_RULE).require(RULES.BACKGROUNDRATE)).isEqualTo(7);
        assertThat(rule(NIGHTLY_RULE).get(MAPPING)).isEqualTo("Fallback");
    }

    @Test
    void aDirectChangeThatContradictsAScheduledOneIsRefused() {
        int id = schedule(BOB, NIGHTLY_RULE, Row.of(MAPPING, "Fallback"));
        assertThat(refused(
                        EVE,
                        transaction -> transaction.update(Entity.RULES, NIGHTLY_RULE, Row.of(MAPPING, "Locked"), 1)))
                .isEqualTo(new ChangeRejection.MergeConflict(
                        "Cannot safely merge change to 'mapping' with scheduled change '" + id + "'"));
    }

    @Test
    void whatMakesAReadOnlyReleaseWritableCarriesNothingElse() {
        Row changed = MatrixWorld.whole("Locked")
                .with(MatrixWorld.desupport("Locked", "2"))
                .with(READ_ONLY, false);
        assertThat(refused(ADA, transaction -> transaction.update(Entity.RELEASES, name("Locked"), changed, 1)))
                .isInstanceOf(ChangeRejection.ReadOnly.class);
        assertThat(refused(
                        ADA,
                        transaction -> transaction.schedule(
                                Entity.RELEASES,
                                ChangeType.UPDATE,
                                name("Locked")
                                        .with(changed)
                                        .with(DATA_VERSION, 1)
                                        .with(WHEN, LATER))))
                .isInstanceOf(ChangeRejection.ReadOnly.class);
    }

    @Test
    void anAssetThatIsAddedToAProtectedReleaseNeedsSignoffs() {
        Row added = SignoffWorld.asset("Split", DE + "x", 1);
        assertThat(refused(ADA, transaction -> transaction.insert(Entity.RELEASE_ASSETS, added)))
                .isInstanceOf(ChangeRejection.SignoffRequired.class);
        does(ADA, transaction -> transaction.insert(Entity.RELEASE_ASSETS, added.with(name("SplitFree"))));
    }

    /** Bob schedules another mapping of the rule for release, and everybody agrees who has to. */
    private int agreed() {
        int id = scheduleMapping(BOB);
        signOff(ADA, id, "releng");
        signOff(CYD, id, "qa");
        return id;
    }

    private int scheduleMapping(String who) {
        return schedule(who, SERVED_RULE, Row.of(MAPPING, "Free"));
    }

    private int schedule(String who, Row key, Row what) {
        Row rule = rule(key).with(what).with(WHEN, LATER);
        return engine.engine()
                .write(
                        who,
                        transaction -> transaction
                                .schedule(Entity.RULES, ChangeType.UPDATE, rule)
                                .id());
    }

    private void signOff(String who, int id, String role) {
        does(who, transaction -> transaction.signOff(Entity.RULES, id, role));
    }

    private void drop(String who, int id) {
        does(who, transaction -> transaction.drop(Entity.RULES, id, 1));
    }

    private void enact(int id) {
        engine.at(LATER);
        does(AGENT, transaction -> transaction.enact(Entity.RULES, id));
        engine.atPresent();
    }

    private void does(String who, Consumer<Transaction> what) {
        engine.engine().write(who, transaction -> {
            what.accept(transaction);
            return who;
        });
    }

    /** Why it is refused, which changes nothing. */
    private ChangeRejection refused(String who, Consumer<Transaction> what) {
        JsonNode before = engine.state();
        ChangeRejectedException refused = catchThrowableOfType(ChangeRejectedException.class, () -> does(who, what));
        assertThat(engine.state()).isEqualTo(before);
        return Objects.requireNonNull(refused, "it was not refused").rejection();
    }

    private void assertSignoffsAreMissing(int id) {
        assertThat(refused(AGENT, transaction -> transaction.enact(Entity.RULES, id)))
                .isInstanceOf(ChangeRejection.SignoffRequired.class);
    }

    private Row rule(Row key) {
        return engine.engine().read(reading -> reading.find(Entity.RULES, key).orElseThrow());
    }

    private ScheduledChange find(int id) {
        return engine.engine()
                .read(reading -> reading.findScheduled(Entity.RULES, id).orElseThrow());
    }

    private Map<String, String> signoffs(int id) {
        return find(id).signoffs();
    }
}
