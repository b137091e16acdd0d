// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.MatrixWorld.name;
import static dev.balrog.change.SignoffWorld.ADA;
import static dev.balrog.change.SignoffWorld.AGENT;
import static dev.balrog.change.SignoffWorld.BOB;
import static dev.balrog.change.SignoffWorld.CYD;
import static dev.balrog.change.SignoffWorld.DE;
import static dev.balrog.change.SignoffWorld.DEE;
import static dev.balrog.change.SignoffWorld.EVE;
import static dev.balrog.change.SignoffWorld.LATER;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.OPTIONS;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.RULES;
import static dev.balrog.store.jooq.Tables.RULES_SCHEDULED_CHANGES_CONDITIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.policy.UnboundSignoffs;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.rejection.IneffectiveSignoff;
import dev.balrog.change.rejection.IneffectiveSignoff.Reason;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.SignedParts;
import dev.balrog.change.schedule.SignoffExpectation;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.DataVersions;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signoff binds to an outcome. Rule 1 serves the protected channel; it takes two signoffs of releng and one of qa to
 * change it, as {@link SignoffWorld} describes. Each test is about one way to have something else enacted than was agreed
 * to.
 */
@Tag("slow")
class SignoffBindingTest {
    private static final Row SERVED_RULE = Row.of(RULES.RULE_ID, 1);

    @TempDir
    private Path directory;

    private EngineOn engine;

    @BeforeEach
    void open() {
        engine = open(Kind.SQLITE);
    }

    private EngineOn open(Kind kind) {
        Database database = TestDatabases.create(kind, directory);
        SignoffWorld.fill(database);
        TestDatabases.fill(database, json("""
                {'releases': [
                   {'name': 'Parts', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                    'data': {'name': 'Parts', 'schema_version': 4000, 'blobs': ['Part', 'Missing']}},
                   {'name': 'Part', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                    'data': {'name': 'Part', 'schema_version': 50, 'detailsUrl': 'https://a.example/', 'displayVersion': '1'}},
                   {'name': 'Products', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                    'data': {'name': 'Products', 'schema_version': 4000, 'products': ['Plugin']}}],
                 'rules': [
                   {'rule_id': 50, 'product': 'Plugin', 'mapping': 'Part', 'priority': 1, 'backgroundRate': 100,
                    'update_type': 'minor', 'data_version': 1}]}"""));
        return new EngineOn(database, directory, Set.of(AGENT));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aSignoffOfWhatWasReadIsRefusedOnceTheChangeWasEdited() {
        int id = schedule("Free");
        SignoffExpectation read = seen(id);
        does(EVE, transaction -> transaction.edit(Entity.RULES, id, Row.of(MAPPING, "Fallback"), 1));
        ChangeRejection rejection = refused(ADA, transaction -> transaction.signOff(Entity.RULES, id, "releng", read));
        assertThat(rejection).isInstanceOfSatisfying(ChangeRejection.OutdatedSignoff.class, outdated -> {
            assertThat(outdated.dataVersion()).isEqualTo(2);
            assertThat(outdated.digest()).isEqualTo(seen(id).digest()).isNotEqualTo(read.digest());
        });
        SignoffExpectation version = new SignoffExpectation(1, null);
        assertThat(refused(ADA, transaction -> transaction.signOff(Entity.RULES, id, "releng", version)))
                .isInstanceOf(ChangeRejection.OutdatedSignoff.class);
        does(ADA, transaction -> transaction.signOff(Entity.RULES, id, "releng", seen(id)));
    }

    @Test
    void anEditOfTheReleaseMakesSignoffsStale() {
        int id = agreed("Free");
        does(
                EVE,
                transaction ->
                        transaction.update(Entity.RELEASES, name("Free"), MatrixWorld.desupport("Free", "9"), 1));
        assertStale(id, BOB, ADA, CYD);
        signAgain(id);
        enact(id);
        assertThat(mapping()).isEqualTo("Free");
    }

    @Test
    void anEditThatIsTakenBackMakesSignoffsCountAgain() {
        int id = agreed("Free");
        JsonNode before =
                Objects.requireNonNull(find(Entity.RELEASES, name("Free")).get(DATA));
        does(
                EVE,
                transaction ->
                        transaction.update(Entity.RELEASES, name("Free"), MatrixWorld.desupport("Free", "9"), 1));
        does(EVE, transaction -> transaction.update(Entity.RELEASES, name("Free"), Row.of(DATA, before), 2));
        enact(id);
    }

    @Test
    void lockingAReleaseMakesNothingStale() {
        int id = agreed("Free");
        does(ADA, transaction -> transaction.update(Entity.RELEASES, name("Free"), Row.of(READ_ONLY, true), 1));
        assertThat(evaluation(id).ineffective()).isEmpty();
    }

    @Test
    void anEditOfAPartOfASplitReleaseMakesSignoffsStale() {
        int id = agreed("SplitFree");
        does(
                EVE,
                transaction -> transaction.update(
                        Entity.RELEASE_ASSETS,
                        SignoffWorld.asset("SplitFree", DE, 1),
                        SignoffWorld.asset("SplitFree", DE, 2).only(List.of(DATA)),
                        1));
        assertStale(id, BOB, ADA, CYD);
    }

    @Test
    void anEditOfAPartOfASuperblobMakesSignoffsStale() {
        int id = agreed("Parts");
        does(
                EVE,
                transaction ->
                        transaction.update(Entity.RELEASES, name("Part"), MatrixWorld.desupport("Part", "9"), 1));
        assertStale(id, BOB, ADA, CYD);
    }

    @Test
    void aPartOfASuperblobThatComesToExistMakesSignoffsStale() {
        int id = agreed("Parts");
        does(
                EVE,
                transaction ->
                        transaction.insert(Entity.RELEASES, name("Missing").with(MatrixWorld.whole("Missing"))));
        assertStale(id, BOB, ADA, CYD);
    }

    @Test
    void aRuleOfAProductOfASuperblobMakesSignoffsStale() {
        int id = agreed("Products");
        does(
                ADA,
                transaction -> transaction.update(
                        Entity.RULES, Row.of(RULES.RULE_ID, 50), Row.of(RULES.BACKGROUNDRATE, 7), 1));
        assertStale(id, BOB, ADA, CYD);
    }

    @Test
    void whatIsMergedIntoAChangeIsAgreedToByNobody() {
        int id = scheduleFor(BOB, Row.of(RULES.RULE_ID, 2), Row.of(CHANNEL, "release"));
        does(BOB, transaction -> transaction.withdraw(Entity.RULES, id, BOB));
        does(
                EVE,
                transaction ->
                        transaction.update(Entity.RULES, Row.of(RULES.RULE_ID, 2), Row.of(MAPPING, "Fallback"), 1));
        assertThat(evaluation(id).counted()).isEmpty();
        assertThat(recorded(id)).isZero();
    }

    @Test
    void aMergeWithdrawsEverySignoff() {
        int id = scheduleFor(BOB, Row.of(RULES.RULE_ID, 2), Row.of(CHANNEL, "release"));
        signOff(ADA, id, "releng");
        signOff(CYD, id, "qa");
        does(
                EVE,
                transaction ->
                        transaction.update(Entity.RULES, Row.of(RULES.RULE_ID, 2), Row.of(MAPPING, "Fallback"), 1));
        assertThat(recorded(id)).isZero();
        assertThat(digests()).isZero();
        assertSignoffsAreMissing(id);
    }

    @Test
    void theSignoffOfOneWhoLostTheRoleDoesNotCount() {
        int id = agreed("Free");
        engine.database()
                .write(sql -> sql.execute("DELETE FROM user_roles WHERE username = 'bob' AND role = 'releng'"));
        assertIneffective(id, BOB, Reason.ROLE_REVOKED);
    }

    @Test
    void theSignoffOfOneWhoLeftDoesNotCount() {
        int id = agreed("Free");
        engine.database().write(sql -> sql.execute("DELETE FROM permissions WHERE username = 'cyd'"));
        assertIneffective(id, CYD, Reason.UNKNOWN_USER);
    }

    @Test
    void theSignoffOfAServiceAccountDoesNotCount() {
        int id = agreed("Free");
        engine.close();
        engine = new EngineOn(
                new Database(engine.database().uri(), DatabaseOptions.forWriting()), directory, Set.of(AGENT, ADA));
        assertIneffective(id, ADA, Reason.SERVICE_ACCOUNT);
    }

    @Test
    void nothingIsEnactedBeforeItsTime() {
        int id = agreed("Free");
        engine.at(LATER - 1);
        assertThat(refused(AGENT, transaction -> transaction.enact(Entity.RULES, id)))
                .isInstanceOfSatisfying(
                        ChangeRejection.NotDue.class,
                        due -> assertThat(due.reason()).contains(Long.toString(LATER)));
        engine.at(LATER);
        does(AGENT, transaction -> transaction.enact(Entity.RULES, id));
    }

    @Test
    void nothingIsEnactedBeforeItsUptake() {
        Row rule = find(Entity.RULES, SERVED_RULE)
                .with(MAPPING, "Free")
                .with(RULES_SCHEDULED_CHANGES_CONDITIONS.TELEMETRY_PRODUCT, "Firefox")
                .with(RULES_SCHEDULED_CHANGES_CONDITIONS.TELEMETRY_CHANNEL, "release")
                .with(RULES_SCHEDULED_CHANGES_CONDITIONS.TELEMETRY_UPTAKE, 500);
        int id = engine.engine()
                .write(
                        BOB,
                        transaction -> transaction
                                .schedule(Entity.RULES, ChangeType.UPDATE, rule)
                                .id());
        signOff(ADA, id, "releng");
        signOff(CYD, id, "qa");
        assertThat(refused(AGENT, transaction -> transaction.enact(Entity.RULES, id)))
                .isInstanceOf(ChangeRejection.NotDue.class);
        assertThat(refused(AGENT, transaction -> transaction.enact(Entity.RULES, id, SignoffExpectation.NONE, 499)))
                .isInstanceOf(ChangeRejection.NotDue.class);
        does(AGENT, transaction -> transaction.enact(Entity.RULES, id, SignoffExpectation.NONE, 500));
    }

    @Test
    void whatTheAgentHasSeenIsWhatItEnacts() {
        int id = agreed("Free");
        SignoffExpectation read = seen(id);
        does(BOB, transaction -> transaction.edit(Entity.RULES, id, Row.of(WHEN, LATER - 5), 1));
        engine.at(LATER);
        assertThat(refused(AGENT, transaction -> transaction.enact(Entity.RULES, id, read, null)))
                .isInstanceOf(ChangeRejection.OutdatedSignoff.class);
    }

    @Test
    void aSignoffOfWhatWasEnactedStays() {
        int id = agreed("Free");
        enact(id);
        assertThat(refused(DEE, transaction -> transaction.withdraw(Entity.RULES, id, BOB)))
                .isInstanceOf(ChangeRejection.Invalid.class);
        assertThat(evaluation(id).digest()).isEmpty();
        assertThat(evaluation(id).counted()).hasSize(3);
    }

    @Test
    void anEditThatChangesNothingWithdrawsNothing() {
        int id = agreed("Free");
        Row same = find(Entity.RULES, SERVED_RULE).with(MAPPING, "Free").with(WHEN, LATER);
        does(
                EVE,
                transaction -> assertThat(
                                transaction.edit(Entity.RULES, id, same, 1).dataVersion())
                        .isEqualTo(1));
        assertThat(evaluation(id).counted()).hasSize(3);
        assertThat(refused(EVE, transaction -> transaction.edit(Entity.RULES, id, same, 7)))
                .isInstanceOf(ChangeRejection.Outdated.class);
    }

    @Test
    void anAdministratorOfAnotherProductWithdrawsNobodysSignoff() {
        does(
                ADA,
                transaction -> transaction.insert(
                        Entity.PERMISSIONS,
                        Row.of(USERNAME, "gus")
                                .with(PERMISSIONS.PERMISSION, "admin")
                                .with(OPTIONS, json("{'products': ['Fenix']}"))));
        int id = agreed("Free");
        assertThat(refused("gus", transaction -> transaction.withdraw(Entity.RULES, id, BOB)))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
        does(CYD, transaction -> transaction.withdraw(Entity.RULES, id, BOB));
    }

    @Test
    void aSignoffWithoutDigestIsBoundToWhatIsThereWhenItIsFirstSeen() {
        int id = agreed("Free");
        forgetDigests();
        assertThat(evaluation(id).unbound()).containsExactlyInAnyOrder(BOB, ADA, CYD);
        assertThat(engine.engine().bindUnboundSignoffs()).isEqualTo(3);
        assertThat(engine.engine().bindUnboundSignoffs()).isZero();
        assertThat(evaluation(id).counted()).hasSize(3);
        assertThat(evaluation(id).unbound()).containsExactlyInAnyOrder(BOB, ADA, CYD);
        signOff(ADA, id, "releng");
        assertThat(evaluation(id).unbound()).containsExactlyInAnyOrder(BOB, CYD);
        does(
                EVE,
                transaction ->
                        transaction.update(Entity.RELEASES, name("Free"), MatrixWorld.desupport("Free", "9"), 1));
        assertStale(id, BOB, ADA, CYD);
    }

    @Test
    void aSignoffWithoutDigestCountsAtEnactmentHoweverFastThatIs() {
        int id = agreed("Free");
        forgetDigests();
        enact(id);
        assertThat(digests()).isEqualTo(3);
    }

    @Test
    void aSignoffWithoutDigestCountsForNothingWhenSuchAreRejected() {
        int id = agreed("Free");
        engine.engine().bindUnboundSignoffs();
        forgetDigests();
        engine.engine().bindUnboundSignoffs();
        engine.close();
        engine = new EngineOn(
                new Database(engine.database().uri(), DatabaseOptions.forWriting()),
                directory,
                GovernanceSettings.of(EngineOn.ALLOWLIST, Set.of(AGENT)).withUnboundSignoffs(UnboundSignoffs.REJECT));
        assertIneffective(id, BOB, Reason.UNBOUND);
        forgetDigests();
        assertThat(engine.engine().bindUnboundSignoffs()).isZero();
        assertIneffective(id, BOB, Reason.UNBOUND);
        signAgain(id);
        enact(id);
    }

    @Test
    void aDigestWhoseSignoffWasWithdrawnElsewhereIsForgotten() {
        int id = agreed("Free");
        engine.database()
                .write(sql -> sql.execute("DELETE FROM rules_scheduled_changes_signoffs WHERE username = 'bob'"));
        engine.engine().bindUnboundSignoffs();
        assertThat(digests()).isEqualTo(2);
        drop(id);
        assertThat(digests()).isZero();
    }

    @Test
    void theHistoryTellsThatSomebodySignedAgain() {
        int id = agreed("Free");
        does(
                EVE,
                transaction ->
                        transaction.update(Entity.RELEASES, name("Free"), MatrixWorld.desupport("Free", "9"), 1));
        signOff(ADA, id, "releng");
        signOff(ADA, id, "releng");
        assertThat(engine.state()
                        .path("rules_scheduled_changes_signoffs_history")
                        .valueStream()
                        .filter(row -> row.path("username").asString().equals(ADA))
                        .filter(row -> row.has("role")))
                .hasSize(2);
    }

    @Test
    void allThatIsScheduledForASplitReleaseIsOneOutcome() {
        DataVersions versions = DataVersions.of(json("{'.': 1, 'platforms': {'Linux': {'locales': {'de': 1}}}}"));
        ObjectNode changed = json("""
                {'name': 'Split', 'schema_version': 4, 'hashFunction': 'sha512', 'appVersion': '2.1',
                 'platforms': {'Linux': {'OS_FTP': 'l', 'locales': {
                   'de': {'buildID': '2', 'appVersion': '2.1'}, 'fr': {'buildID': '3', 'appVersion': '2.1'}}}}}""");
        DataVersions scheduled = engine.engine()
                .write(BOB, transaction -> new SplitReleases(transaction).set("Split", changed, null, versions, LATER));
        List<ScheduledChange> parts = parts();
        assertThat(parts).hasSize(3);
        List<SignoffEvaluation> evaluations = engine.engine().read(reading -> reading.evaluateSignoffs(parts));
        assertThat(evaluations)
                .allSatisfy(part -> assertThat(part.counted())
                        .extracting(CountedSignoff::username)
                        .containsExactly(BOB));
        assertThat(scheduled.toJson().at("/./digest").asString())
                .isEqualTo(evaluations.getFirst().digest().orElseThrow());
        does(ADA, transaction -> splitReleases(transaction).signOff("Split", "releng", SignedParts.ANY));
        does(CYD, transaction -> splitReleases(transaction).signOff("Split", "qa", SignedParts.ANY));

        Row added = SignoffWorld.asset("Split", DE + "x", 1).with(WHEN, LATER);
        does(EVE, transaction -> transaction.schedule(Entity.RELEASE_ASSETS, ChangeType.INSERT, added));
        assertThat(refused(AGENT, transaction -> splitReleases(transaction).enact("Split", SignedParts.ANY)))
                .isInstanceOfSatisfying(
                        ChangeRejection.SignoffRequired.class,
                        rejection -> assertThat(rejection.ineffective()).isNotEmpty());
        does(BOB, transaction -> splitReleases(transaction).signOff("Split", "releng", SignedParts.ANY));
        does(ADA, transaction -> splitReleases(transaction).signOff("Split", "releng", SignedParts.ANY));
        does(CYD, transaction -> splitReleases(transaction).signOff("Split", "qa", SignedParts.ANY));
        assertThat(refused(AGENT, transaction -> splitReleases(transaction).enact("Split", SignedParts.ANY)))
                .isInstanceOf(ChangeRejection.NotDue.class);
        engine.at(LATER);
        does(AGENT, transaction -> splitReleases(transaction).enact("Split", SignedParts.ANY));
        assertThat(parts()).isEmpty();
        assertThat(engine.state()
                        .path("release_assets")
                        .valueStream()
                        .filter(row -> row.path("name").asString().equals("Split")))
                .hasSize(3);
    }

    @Test
    void aSignoffOfPartsNamesAllOfThem() {
        Row added = SignoffWorld.asset("Split", DE + "x", 1).with(WHEN, LATER);
        Row other = SignoffWorld.asset("Split", DE + "y", 1).with(WHEN, LATER);
        does(EVE, transaction -> transaction.schedule(Entity.RELEASE_ASSETS, ChangeType.INSERT, added));
        SignedParts read = seenParts();
        does(EVE, transaction -> transaction.schedule(Entity.RELEASE_ASSETS, ChangeType.INSERT, other));
        assertThat(refused(ADA, transaction -> splitReleases(transaction).signOff("Split", "releng", read)))
                .isInstanceOf(ChangeRejection.OutdatedSignoff.class);
        SignedParts current = seenParts();
        does(ADA, transaction -> splitReleases(transaction).signOff("Split", "releng", current));
        does(EVE, transaction -> transaction.drop(Entity.RELEASE_ASSETS, 2, 1));
        assertThat(refused(ADA, transaction -> splitReleases(transaction).signOff("Split", "releng", current)))
                .isInstanceOf(ChangeRejection.OutdatedSignoff.class);
    }

    @Test
    void theDigestIsTheSameOnEveryDatabase() {
        List<List<String>> digests = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            engine.close();
            engine = open(kind);
            List<String> here = new ArrayList<>();
            for (String mapping : List.of("Free", "SplitFree", "Parts", "Products", "Nothing")) {
                int id = scheduleUnchecked(mapping);
                here.add(evaluation(id).digest().orElseThrow());
                drop(id);
            }
            does(
                    ADA,
                    transaction -> here.add(transaction
                            .evaluateSignoffs(transaction.schedule(
                                    Entity.RELEASES,
                                    ChangeType.UPDATE,
                                    name("Free")
                                            .with(MatrixWorld.whole("Free"))
                                            .with(MatrixWorld.desupport("Free", "3"))
                                            .with(DATA_VERSION, 1)
                                            .with(WHEN, LATER)))
                            .digest()
                            .orElseThrow()));
            digests.add(here);
        }
        assertThat(digests.getFirst()).doesNotHaveDuplicates().isEqualTo(digests.getLast());
    }

    private int scheduleUnchecked(String mapping) {
        return scheduleFor(BOB, SERVED_RULE, Row.of(MAPPING, mapping.equals("Nothing") ? null : mapping));
    }

    private SplitReleases splitReleases(Transaction transaction) {
        return new SplitReleases(transaction);
    }

    private List<ScheduledChange> parts() {
        return engine.engine().read(reading -> {
            List<ScheduledChange> parts = new ArrayList<>();
            for (Entity entity : List.of(Entity.RELEASES_JSON, Entity.RELEASE_ASSETS)) {
                parts.addAll(reading.listScheduled(entity, name("Split"), false));
            }
            return parts;
        });
    }

    private SignedParts seenParts() {
        List<ScheduledChange> parts = parts();
        List<SignoffEvaluation> evaluations = engine.engine().read(reading -> reading.evaluateSignoffs(parts));
        Map<String, String> digests = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            digests.put(
                    SignedParts.key(parts.get(i)), evaluations.get(i).digest().orElseThrow());
        }
        return new SignedParts(digests);
    }

    private int agreed(String mapping) {
        int id = schedule(mapping);
        signOff(ADA, id, "releng");
        signOff(CYD, id, "qa");
        assertThat(evaluation(id).counted())
                .extracting(CountedSignoff::username)
                .containsExactlyInAnyOrder(BOB, ADA, CYD);
        return id;
    }

    private int schedule(String mapping) {
        return scheduleFor(BOB, SERVED_RULE, Row.of(MAPPING, mapping));
    }

    private int scheduleFor(String who, Row key, Row what) {
        Row rule = find(Entity.RULES, key).with(what).with(WHEN, LATER);
        return engine.engine()
                .write(
                        who,
                        transaction -> transaction
                                .schedule(Entity.RULES, ChangeType.UPDATE, rule)
                                .id());
    }

    private void signOff(String who, int id, String role) {
        does(who, transaction -> transaction.signOff(Entity.RULES, id, role, seen(id)));
    }

    private void signAgain(int id) {
        signOff(BOB, id, "releng");
        signOff(ADA, id, "releng");
        signOff(CYD, id, "qa");
    }

    private void enact(int id) {
        engine.at(LATER);
        does(AGENT, transaction -> transaction.enact(Entity.RULES, id, seen(id), null));
        engine.atPresent();
    }

    private void drop(int id) {
        does(BOB, transaction -> transaction.drop(Entity.RULES, id, 1));
    }

    private SignoffExpectation seen(int id) {
        return engine.engine().read(reading -> {
            ScheduledChange change = reading.findScheduled(Entity.RULES, id).orElseThrow();
            return new SignoffExpectation(
                    change.dataVersion(),
                    reading.evaluateSignoffs(change).digest().orElse(null));
        });
    }

    private void assertStale(int id, String... users) {
        assertThat(evaluation(id).counted()).isEmpty();
        assertThat(evaluation(id).ineffective())
                .allSatisfy(signoff -> assertThat(signoff.reason()).isEqualTo(Reason.STALE))
                .extracting(IneffectiveSignoff::username)
                .containsExactlyInAnyOrder(users);
        assertSignoffsAreMissing(id);
    }

    private void assertIneffective(int id, String user, Reason reason) {
        assertThat(evaluation(id).ineffective())
                .filteredOn(signoff -> signoff.username().equals(user))
                .singleElement()
                .satisfies(signoff -> assertThat(signoff.reason()).isEqualTo(reason));
        assertThat(evaluation(id).counted())
                .noneMatch(signoff -> signoff.username().equals(user));
        assertSignoffsAreMissing(id);
    }

    private void assertSignoffsAreMissing(int id) {
        engine.at(LATER);
        List<IneffectiveSignoff> ineffective = evaluation(id).ineffective();
        assertThat(refused(AGENT, transaction -> transaction.enact(Entity.RULES, id)))
                .isInstanceOfSatisfying(
                        ChangeRejection.SignoffRequired.class,
                        rejection -> assertThat(rejection.ineffective()).isEqualTo(ineffective));
        engine.atPresent();
    }

    private SignoffEvaluation evaluation(int id) {
        return engine.engine()
                .read(reading -> reading.evaluateSignoffs(
                        reading.findScheduled(Entity.RULES, id).orElseThrow()));
    }

    private int recorded(int id) {
        return engine.engine()
                .read(reading -> reading.findScheduled(Entity.RULES, id).orElseThrow())
                .signoffs()
                .size();
    }

    private int digests() {
        return engine.database().<Integer>read(sql -> sql.fetchCount(DSL.table("balrog_signoff_digests")));
    }

    private void forgetDigests() {
        engine.database().write(sql -> sql.execute("DELETE FROM balrog_signoff_digests"));
    }

    private String mapping() {
        return find(Entity.RULES, SERVED_RULE).require(MAPPING);
    }

    private Row find(Entity entity, Row key) {
        return engine.engine().read(reading -> reading.find(entity, key).orElseThrow());
    }

    private void does(String who, Consumer<Transaction> what) {
        engine.engine().write(who, transaction -> {
            what.accept(transaction);
            return who;
        });
    }

    /** Returns why it is refused, which changes nothing. */
    private ChangeRejection refused(String who, Consumer<Transaction> what) {
        JsonNode before = engine.state();
        ChangeRejectedException refused = catchThrowableOfType(ChangeRejectedException.class, () -> does(who, what));
        assertThat(engine.state()).isEqualTo(before);
        return Objects.requireNonNull(refused, "it was not refused").rejection();
    }
}
