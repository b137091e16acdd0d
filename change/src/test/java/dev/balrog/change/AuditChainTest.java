// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.MatrixWorld.AGENT;
import static dev.balrog.change.MatrixWorld.PLANNER;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PRODUCT_REQ_SIGNOFFS;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.Permission;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.Acknowledgement;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditEntry;
import dev.balrog.store.audit.AuditFinding;
import dev.balrog.store.audit.AuditHead;
import dev.balrog.store.audit.AuditVerifier;
import dev.balrog.store.audit.GovernedTable;
import dev.balrog.store.audit.TamperDetector;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class AuditChainTest {
    @TempDir
    private Path directory;

    private @Nullable EngineOn engine;

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
    }

    private EngineOn open(Kind kind) {
        Database database = TestDatabases.create(kind, directory);
        MatrixWorld.fill(database);
        new Acknowledgement("tester", "what the tests begin with").write(database, 1);
        EngineOn opened = new EngineOn(database, directory);
        engine = opened;
        return opened;
    }

    private static AuditVerifier.Result verify(EngineOn world) {
        return verify(world, List.of());
    }

    private static AuditVerifier.Result verify(EngineOn world, List<AuditHead> heads) {
        return new AuditVerifier(world.database(), _ -> {}).verify(1, heads);
    }

    private static AuditFinding first(EngineOn world) {
        AuditVerifier.Result result = verify(world);
        assertThat(result.agrees()).isFalse();
        return result.findings().getFirst();
    }

    private static void byHand(EngineOn world, String statement) {
        assertThat(world.database().<Integer>write(sql -> sql.execute(statement)))
                .isPositive();
    }

    private static List<AuditEntry> entries(EngineOn world, @Nullable String table) {
        return world.database()
                .read(sql -> AuditChain.list(sql, new AuditChain.Filter(table, null, null, null), Integer.MAX_VALUE));
    }

    /** Changes a rule, honestly. */
    private static void changeRule(EngineOn world, String mapping) {
        world.engine()
                .write(
                        PLANNER,
                        transaction -> transaction.update(
                                Entity.RULES,
                                Row.of(RULES.RULE_ID, 1),
                                Row.of(MAPPING, mapping),
                                transaction
                                        .find(Entity.RULES, Row.of(RULES.RULE_ID, 1))
                                        .orElseThrow()
                                        .dataVersion()));
    }

    @ParameterizedTest
    @EnumSource
    void everyChangeIsInTheLogAndAgreesWithTablesAndHistories(Kind kind) {
        EngineOn world = open(kind);
        Set<String> made = EveryChange.make(world);
        for (Entity entity : MatrixWorld.changedDirectly()) {
            for (ChangeType type : ChangeType.values()) {
                String what = " " + entity + " " + type;
                if (entity != Entity.USER_ROLES || type == ChangeType.DELETE) {
                    assertThat(made).containsAnyOf("now" + what, "enact" + what);
                }
                if (!entity.conditions().isEmpty() && (entity != Entity.USER_ROLES || type == ChangeType.DELETE)) {
                    assertThat(made).contains("schedule" + what, "edit" + what, "drop" + what);
                }
            }
        }
        assertThat(made).anyMatch(name -> name.startsWith("sign ")).anyMatch(name -> name.startsWith("revoke "));
        assertThat(made.stream().filter(name -> name.startsWith("enact "))).hasSizeGreaterThan(5);
        new OperatorGrant("new", Permission.ADMIN, Set.of(), Set.of(), Set.of("releng"))
                .apply(world.database(), "root", Clock.systemUTC());

        AuditVerifier.Result result = verify(world);
        assertThat(result.findings()).isEmpty();
        assertThat(result.count()).isZero();
        assertThat(result.historyRows()).isGreaterThan(200);
        assertThat(entries(world, null).stream().map(AuditEntry::action))
                .contains("insert", "update", "delete", "sign", "revoke", "schedule", "edit", "cancel", "enact");
        // The same, from the middle on.
        assertThat(new AuditVerifier(world.database(), _ -> {})
                        .verify(result.entries() / 2, List.of())
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEntryTellsWhoEnactedItInWhoseNameAndWhichSignoffsCounted(Kind kind) {
        EngineOn world = open(kind);
        int id = world.engine()
                .write(
                        PLANNER,
                        transaction -> transaction
                                .schedule(
                                        Entity.PRODUCT_REQUIRED_SIGNOFFS,
                                        ChangeType.UPDATE,
                                        Row.of(PRODUCT, "Firefox")
                                                .with(CHANNEL, "release")
                                                .with(ROLE, "releng")
                                                .with(PRODUCT_REQ_SIGNOFFS.SIGNOFFS_REQUIRED, 2)
                                                .with(DATA_VERSION, 1)
                                                .with(WHEN, MatrixWorld.LATER))
                                .id());
        world.at(MatrixWorld.LATER);
        world.engine().write(AGENT, transaction -> {
            transaction.enact(Entity.PRODUCT_REQUIRED_SIGNOFFS, id);
            return id;
        });
        AuditEntry enacted = entries(world, "product_req_signoffs").getFirst();
        assertThat(enacted.changedBy()).isEqualTo(AGENT);
        assertThat(enacted.onBehalfOf()).isEqualTo(PLANNER);
        assertThat(enacted.signoffs()).contains(PLANNER, "releng");
        assertThat(enacted.dataVersion()).isEqualTo(2);
        assertThat(enacted.before()).isNotEqualTo(enacted.after());
        // One transaction: the scheduled change is marked as enacted, then the row changes.
        AuditEntry first = entries(world, null).stream()
                .filter(entry -> entry.transaction() == enacted.transaction())
                .reduce((_, last) -> last)
                .orElseThrow();
        assertThat(first.sequence()).isEqualTo(enacted.transaction()).isLessThan(enacted.sequence());
        assertThat(first.action()).isEqualTo("enact");
        assertThat(verify(world).findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseThatWasChangedByHandIsNamed(Kind kind) {
        EngineOn world = open(kind);
        byHand(world, "UPDATE release_assets SET data = '{\"buildID\": \"66666666666666\"}'");
        AuditFinding found = first(world);
        assertThat(found.kind()).isEqualTo(AuditFinding.Kind.ROW);
        assertThat(found.toString())
                .startsWith("release_assets {\"name\":\"Split\"")
                .contains("differs from what entry");
    }

    @ParameterizedTest
    @EnumSource
    void aHistoryThatWasAttributedToSomebodyElseIsNamed(Kind kind) {
        EngineOn world = open(kind);
        changeRule(world, "Whole");
        byHand(world, "UPDATE rules_history SET changed_by = 'bob@x.test'");
        AuditFinding found = first(world);
        assertThat(found.kind()).isEqualTo(AuditFinding.Kind.HISTORY);
        assertThat(found.toString()).contains("{\"rule_id\":1}", "was changed by planner, not by bob@x.test");
    }

    @ParameterizedTest
    @EnumSource
    void aHistoryFromBeforeTheLogIsBoundAsAWhole(Kind kind) {
        EngineOn world = open(kind);
        changeRule(world, "Whole");
        new Acknowledgement("tester", "histories are bound").write(world.database(), 2);
        changeRule(world, "App");
        assertThat(verify(world).agrees()).isTrue();
        byHand(world, "UPDATE rules_history SET changed_by = 'bob@x.test' WHERE data_version = 2");
        assertThat(first(world).toString()).startsWith("rules_history until change_id");
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfHistoriesThatWereDeletedOrMadeUpAreNamed(Kind kind) {
        EngineOn world = open(kind);
        changeRule(world, "Whole");
        changeRule(world, "App");
        byHand(world, "UPDATE rules_history SET rule_id = 2 WHERE data_version = 3");
        assertThat(verify(world).findings().toString())
                .contains("{\"rule_id\":1} has no row in rules_history")
                .contains("rules_history {\"rule_id\":2} with change_id");
        byHand(world, "DELETE FROM rules_history WHERE data_version = 3");
        assertThat(first(world).toString()).contains("has no row in rules_history");
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatCameOrWentByHandAreNamed(Kind kind) {
        EngineOn world = open(kind);
        byHand(
                world,
                "INSERT INTO permissions (permission, username, data_version) VALUES ('admin', 'evil@x.test', 1)");
        assertThat(first(world).toString()).contains("evil@x.test").endsWith("has no entry in the audit log");
        byHand(world, "DELETE FROM permissions WHERE username = 'evil@x.test'");
        assertThat(verify(world).agrees()).isTrue();
        byHand(world, "DELETE FROM product_req_signoffs");
        assertThat(first(world).toString()).contains("product_req_signoffs", "is missing, although entry");
    }

    @ParameterizedTest
    @EnumSource
    void anEntryThatWasChangedIsNamed(Kind kind) {
        EngineOn world = open(kind);
        changeRule(world, "Whole");
        AuditHead head = entries(world, null).getFirst().head();
        byHand(world, "UPDATE balrog_audit_log SET changed_by = 'bob@x.test' WHERE id = " + head.sequence());
        assertThat(first(world).toString()).startsWith("Entry " + head.sequence() + " does not have the hash");
        byHand(world, "DELETE FROM balrog_audit_log WHERE id = " + (head.sequence() - 1));
        assertThat(first(world).toString()).isEqualTo("Entry " + (head.sequence() - 1) + " is missing");
    }

    @ParameterizedTest
    @EnumSource
    void aLogThatWasWrittenAnewDoesNotHoldTheHeadThatWasKeptElsewhere(Kind kind) {
        EngineOn world = open(kind);
        changeRule(world, "Whole");
        AuditHead head = entries(world, null).getFirst().head();
        assertThat(verify(world, List.of(head)).agrees()).isTrue();
        byHand(world, "UPDATE rules SET mapping = 'Evil'");
        byHand(world, "DELETE FROM rules_history");
        byHand(world, "DELETE FROM balrog_audit_log");
        assertThat(AuditChain.begin(world.database(), 3)).isTrue();
        assertThat(verify(world).agrees()).isTrue();
        changeRule(world, "App");
        AuditVerifier.Result result = verify(world, List.of(AuditHead.parse(head.toString())));
        assertThat(result.findings().getFirst().toString()).contains("Entry " + head.sequence(), "recorded elsewhere");
    }

    @ParameterizedTest
    @EnumSource
    void aChangeByHandIsKnownAlsoAfterAnHonestChangeOfTheSameRow(Kind kind) {
        EngineOn world = open(kind);
        byHand(world, "UPDATE rules SET mapping = 'Evil' WHERE rule_id = 1");
        changeRule(world, "Whole");
        assertThat(first(world).kind()).isEqualTo(AuditFinding.Kind.GAP);
        assertThat(first(world).toString()).contains("{\"rule_id\":1} was changed outside the audit log between");
        new Acknowledgement("ada", "looked at it").write(world.database(), 4);
        assertThat(verify(world).findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatAnOperatorAcknowledgesIsExplained(Kind kind) {
        EngineOn world = open(kind);
        byHand(world, "UPDATE rules SET mapping = 'Evil' WHERE rule_id = 1");
        byHand(world, "DELETE FROM pinnable_releases");
        assertThat(new Acknowledgement("ada", "looked at it").write(world.database(), 4))
                .extracting(Object::toString)
                .satisfiesExactlyInAnyOrder(
                        row -> assertThat(row).isEqualTo("rules {\"rule_id\":1}"),
                        row -> assertThat(row).startsWith("pinnable_releases"));
        assertThat(verify(world).findings()).isEmpty();
        assertThat(entries(world, null)).anySatisfy(entry -> {
            assertThat(entry.action()).isEqualTo("acknowledge");
            assertThat(entry.changedBy()).isEqualTo("ada");
            assertThat(entry.details()).contains("looked at it");
        });
        byHand(world, "UPDATE balrog_audit_log SET changed_by = 'bob' WHERE id = 2");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new Acknowledgement("ada", "a broken log").write(world.database(), 5))
                .withMessageContaining("Entry 2 does not have the hash");
    }

    @ParameterizedTest
    @EnumSource
    void theDetectorFindsWhatWasChangedByHandOnceAndUntilItIsUndone(Kind kind) {
        EngineOn world = open(kind);
        try (TamperDetector detector = new TamperDetector(world.database(), Duration.ofSeconds(10), System::nanoTime)) {
            assertThat(detector.check().findings()).isEmpty();
            changeRule(world, "Whole");
            assertThat(detector.check().findings()).isEmpty();
            byHand(world, "UPDATE release_assets SET data = '{\"buildID\": \"66666666666666\"}'");
            assertThat(detector.check().fresh())
                    .singleElement()
                    .satisfies(found -> assertThat(found.toString()).startsWith("release_assets"));
            TamperDetector.Report again = detector.check();
            assertThat(again.findings()).hasSize(1);
            assertThat(again.fresh()).isEmpty();
            byHand(world, "DELETE FROM rules WHERE rule_id = 2");
            assertThat(detector.check().fresh())
                    .singleElement()
                    .satisfies(found -> assertThat(found.toString()).startsWith("rules {\"rule_id\":2} is missing"));
            new Acknowledgement("ada", "looked at it").write(world.database(), 4);
            assertThat(detector.check().findings()).isEmpty();
            byHand(world, "DELETE FROM balrog_audit_log WHERE id > 3");
            assertThat(detector.check().findings().toString()).contains("is gone: the log was truncated");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDetectorGoesOnWhereItsTimeWasOver(Kind kind) {
        EngineOn world = open(kind);
        byHand(world, "UPDATE releases_json SET data = '{}' WHERE name = 'Split'");
        try (TamperDetector detector = new TamperDetector(world.database(), Duration.ZERO, System::nanoTime)) {
            int checks = 0;
            while (detector.check().findings().isEmpty()) {
                assertThat(checks++).isLessThan(GovernedTable.all().size());
            }
            assertThat(checks).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void idsOfRulesAndScheduledChangesAreNeverGivenTwice(Kind kind) {
        EngineOn world = open(kind);
        Row rule = world.engine()
                .read(reading ->
                        reading.find(Entity.RULES, Row.of(RULES.RULE_ID, 2)).orElseThrow());
        // As in a database that was used before there were sequences: the rule with the largest id is gone.
        world.engine().write(PLANNER, transaction -> {
            transaction.delete(Entity.RULES, Row.of(RULES.RULE_ID, 2), 1);
            return rule;
        });
        List<Integer> ids = new ArrayList<>(List.of(1, 2));
        for (int i = 0; i < 3; i++) {
            int id = world.engine()
                    .write(PLANNER, transaction -> transaction.insert(Entity.RULES, rule.without(RULES.RULE_ID)))
                    .require(RULES.RULE_ID);
            assertThat(ids).doesNotContain(id);
            ids.add(id);
            world.engine().write(PLANNER, transaction -> {
                transaction.delete(Entity.RULES, Row.of(RULES.RULE_ID, id), 1);
                return id;
            });
        }
        List<Integer> scheduled = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int id = world.engine()
                    .write(
                            PLANNER,
                            transaction -> transaction
                                    .schedule(
                                            Entity.RULES,
                                            ChangeType.INSERT,
                                            rule.without(List.of(RULES.RULE_ID, DATA_VERSION))
                                                    .with(WHEN, MatrixWorld.LATER))
                                    .id());
            assertThat(scheduled).doesNotContain(id);
            scheduled.add(id);
            world.engine().write(PLANNER, transaction -> {
                transaction.drop(Entity.RULES, id, 1);
                return id;
            });
        }
        assertThat(verify(world).findings()).isEmpty();
    }
}
