// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.retention;

import static dev.balrog.store.jooq.Tables.BALROG_HISTORY_QUEUE;
import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.change.ChangeEngine;
import dev.balrog.change.EngineOn;
import dev.balrog.change.Principal;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.Acknowledgement;
import dev.balrog.store.audit.AuditVerifier;
import dev.balrog.store.history.DeferredDelivery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

@Tag("slow")
class ReleaseRetentionTest {
    private static final Principal ACCOUNT = new Principal.ServiceAccount("cleaner");
    private static final Instant NOW = Instant.parse("2025-06-30T12:00:00Z");
    private static final Duration AGE = Duration.ofDays(30);

    /** More than 30 days before now. */
    private static final String OLD = "20250501100000";

    private static final String YOUNG = "20250620100000";

    @TempDir
    private Path directory;

    private @Nullable Database opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private Database open(Kind kind, String state) {
        Database database = TestDatabases.create(kind, directory);
        opened = database;
        TestDatabases.fill(database, EngineOn.json("""
                {'permissions': [{'username': 'cleaner', 'permission': 'release', 'data_version': 1,
                    'options': {'actions': ['delete'], 'products': ['Firefox']}}]}"""));
        TestDatabases.fill(database, EngineOn.json(state));
        // As in a database that Mozilla's Balrog has filled: the log begins with what is there.
        new Acknowledgement("tester", "what the tests begin with").write(database, 1);
        return database;
    }

    private static ReleaseRetention retention(Database database, InstantSource clock) {
        GovernanceSettings settings = GovernanceSettings.of(DomainAllowlist.of(EngineOn.json("{}")), Set.of());
        ChangeEngine engine = new ChangeEngine(database, new DeferredDelivery(clock), settings, clock);
        return new ReleaseRetention(database, engine, ACCOUNT, clock);
    }

    private static ReleaseRetention retention(Database database) {
        return retention(database, InstantSource.fixed(NOW));
    }

    private static String whole(String name, String content) {
        return "{'name': '" + name
                + "', 'product': 'Firefox', 'data_version': 3, 'read_only': false, 'data': {'name': '" + name
                + "', 'schema_version': 1" + content + "}}";
    }

    private static Set<String> names(Database database) {
        Set<String> names = new TreeSet<>();
        database.read(sql -> {
            names.addAll(sql.selectFrom(RELEASES).fetch(RELEASES.NAME));
            return names.addAll(sql.selectFrom(RELEASES_JSON).fetch(RELEASES_JSON.NAME));
        });
        return names;
    }

    private static void assertAuditLogAgrees(Database database) {
        assertThat(new AuditVerifier(database, _ -> {}).verify(1, List.of()).findings())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void deletesOnlyOldNightlies(Kind kind) {
        Database database = open(kind, """
                {'releases': [%s, %s, %s, %s, %s, %s, %s]}""".formatted(
                        whole("Firefox-central-nightly-" + OLD, ""),
                        whole("Firefox-central-Nightly-" + OLD + "-x", ""),
                        whole("Firefox-central-nightly-" + YOUNG, ""),
                        whole("Firefox-central-nightly-latest", ""),
                        whole("Firefox-120.0-build1-" + OLD, ""),
                        whole("Firefox-nightly-20259901000000", ""),
                        whole("FIREFOX-NIGHTLY-20200101000000", "")));

        RetentionPlan plan = retention(database).plan(AGE);
        assertThat(plan.expired().stream().map(RetentionPlan.Expired::name))
                .containsExactly("FIREFOX-NIGHTLY-20200101000000", "Firefox-central-nightly-" + OLD);
        assertThat(plan.kept()).isEmpty();
        assertThat(names(database)).hasSize(7);

        ReleaseRetention.Result result = retention(database).run(AGE, Duration.ofMinutes(1), (_, _) -> {});
        assertThat(result.deleted()).isEqualTo(2);
        assertThat(result.left()).isZero();
        assertThat(names(database))
                .containsExactlyInAnyOrder(
                        "Firefox-central-Nightly-" + OLD + "-x",
                        "Firefox-central-nightly-" + YOUNG,
                        "Firefox-central-nightly-latest",
                        "Firefox-120.0-build1-" + OLD,
                        "Firefox-nightly-20259901000000");
        assertAuditLogAgrees(database);
        // The history says that they were deleted, and by whom.
        assertThat(database.<List<String>>read(
                        sql -> sql.selectFrom(BALROG_HISTORY_QUEUE).fetch(BALROG_HISTORY_QUEUE.OBJECT_NAME)))
                .containsExactlyInAnyOrder(
                        "FIREFOX-NIGHTLY-20200101000000/None-" + NOW.toEpochMilli() + "-cleaner.json",
                        "Firefox-central-nightly-" + OLD + "/None-" + NOW.toEpochMilli() + "-cleaner.json");
    }

    @ParameterizedTest
    @EnumSource
    void deletesSplitReleasesWithTheirAssets(Kind kind) {
        String name = "Firefox-central-nightly-" + OLD;
        Database database = open(kind, """
                {'releases_json': [%1$s],
                 'release_assets': [
                    {'name': '%2$s', 'path': '.platforms.p.locales.de', 'data': {'buildID': '1'}, 'data_version': 1},
                    {'name': '%2$s', 'path': '.platforms.p.locales.fr', 'data': {'buildID': '1'}, 'data_version': 4}]}
                """.formatted(whole(name, ""), name));

        assertThat(retention(database)
                        .run(AGE, Duration.ofMinutes(1), (_, _) -> {})
                        .deleted())
                .isEqualTo(1);
        assertThat(names(database)).isEmpty();
        assertThat(database.<Integer>read(sql -> sql.fetchCount(RELEASE_ASSETS)))
                .isZero();
        assertAuditLogAgrees(database);
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatIsNeeded(Kind kind) {
        List<String> releases = new ArrayList<>();
        for (String name : List.of(
                "rule",
                "fallback",
                "scheduledrule",
                "pin",
                "scheduledpin",
                "part",
                "scheduledpart",
                "edited",
                "free")) {
            releases.add(whole(name + "-nightly-" + OLD, ""));
        }
        releases.add(whole("Super-1", ", 'blobs': ['part-nightly-" + OLD + "']")
                .replace("'schema_version': 1", "'schema_version': 4000"));
        releases.add(whole("readonly-nightly-" + OLD, "").replace("'read_only': false", "'read_only': true"));
        releases.add(whole("other-nightly-" + OLD, "").replace("'product': 'Firefox'", "'product': 'Thunderbird'"));
        Database database = open(kind, """
                {'releases': [%1$s],
                 'rules': [{'rule_id': 1, 'priority': 1, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1,
                    'mapping': 'RULE-nightly-%2$s', 'fallbackMapping': 'fallback-nightly-%2$s'}],
                 'rules_scheduled_changes': [
                    {'sc_id': 1, 'scheduled_by': 'a', 'complete': false, 'change_type': 'update', 'base_rule_id': 1,
                     'base_priority': 1, 'base_backgroundRate': 100, 'base_update_type': 'minor', 'data_version': 1,
                     'base_mapping': 'scheduledrule-nightly-%2$s', 'base_data_version': 1},
                    {'sc_id': 2, 'scheduled_by': 'a', 'complete': true, 'change_type': 'update', 'base_rule_id': 1,
                     'base_priority': 1, 'base_backgroundRate': 100, 'base_update_type': 'minor', 'data_version': 1,
                     'base_mapping': 'free-nightly-%2$s', 'base_data_version': 1}],
                 'pinnable_releases': [{'product': 'Firefox', 'version': '1.', 'channel': 'c', 'data_version': 1,
                    'mapping': 'pin-nightly-%2$s'}],
                 'pinnable_releases_scheduled_changes': [{'sc_id': 1, 'scheduled_by': 'a', 'complete': false,
                    'change_type': 'insert', 'base_product': 'Firefox', 'base_version': '2.', 'base_channel': 'c',
                    'base_mapping': 'scheduledpin-nightly-%2$s', 'data_version': 1}],
                 'releases_scheduled_changes': [
                    {'sc_id': 1, 'scheduled_by': 'a', 'complete': false, 'change_type': 'insert', 'data_version': 1,
                     'base_name': 'Super-2', 'base_product': 'Firefox', 'base_read_only': false,
                     'base_data': {'name': 'Super-2', 'schema_version': 4000, 'blobs': ['scheduledpart-nightly-%2$s']}},
                    {'sc_id': 2, 'scheduled_by': 'a', 'complete': false, 'change_type': 'delete', 'data_version': 1,
                     'base_name': 'edited-nightly-%2$s', 'base_data_version': 3}]}
                """.formatted(String.join(", ", releases), OLD));

        RetentionPlan plan = retention(database).plan(AGE);
        assertThat(plan.kept())
                // The names are compared as MySQL's collations do: ignoring case.
                .containsEntry("rule-nightly-" + OLD, RetentionReason.RULE)
                .containsEntry("fallback-nightly-" + OLD, RetentionReason.RULE)
                .containsEntry("scheduledrule-nightly-" + OLD, RetentionReason.SCHEDULED_CHANGE)
                .containsEntry("pin-nightly-" + OLD, RetentionReason.PIN)
                .containsEntry("scheduledpin-nightly-" + OLD, RetentionReason.SCHEDULED_CHANGE)
                .containsEntry("part-nightly-" + OLD, RetentionReason.SUPERBLOB)
                .containsEntry("scheduledpart-nightly-" + OLD, RetentionReason.SUPERBLOB)
                .containsEntry("edited-nightly-" + OLD, RetentionReason.SCHEDULED_CHANGE)
                .containsEntry("readonly-nightly-" + OLD, RetentionReason.READ_ONLY)
                .containsEntry("other-nightly-" + OLD, RetentionReason.NOT_PERMITTED)
                .hasSize(10);

        ReleaseRetention.Result result = retention(database).run(AGE, Duration.ofMinutes(1), (_, _) -> {});
        assertThat(result.deleted()).isEqualTo(1);
        assertThat(result.kept())
                .containsEntry(RetentionReason.RULE, 2)
                .containsEntry(RetentionReason.SCHEDULED_CHANGE, 3)
                .containsEntry(RetentionReason.PARTIAL, 0);
        assertThat(names(database)).hasSize(11).doesNotContain("free-nightly-" + OLD);
        assertAuditLogAgrees(database);
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheSourcesOfPartialUpdatesButNotTheirSources(Kind kind) {
        String young = "n-nightly-" + YOUNG;
        String served = "served-nightly-" + OLD;
        Database database = open(kind, """
                {'rules': [{'rule_id': 1, 'priority': 1, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1,
                    'mapping': '%s'}],
                 'releases': [%s, %s, %s, %s, %s, %s],
                 'releases_json': [%s],
                 'release_assets': [{'name': '%s', 'path': '.platforms.p.locales.de', 'data_version': 1,
                    'data': {'partials': [{'from': 'b-nightly-%s'}]}}]}""".formatted(
                served,
                whole(
                        "a-nightly-" + OLD,
                        ", 'platforms': {'p': {'locales': {'de': {'partial': {'from': 'c-nightly-" + OLD + "'}}}}}"),
                whole("b-nightly-" + OLD, ""),
                whole("c-nightly-" + OLD, ""),
                whole("d-nightly-" + OLD, ""),
                whole(
                        served,
                        ", 'platforms': {'p': {'locales': {'de': {'partials': [{'from': 'd-nightly-" + OLD
                                + "'}, {'from': '*'}]}}}}"),
                whole("Firefox-1", ", 'fileUrls': {'*': {'partials': {'a-nightly-" + OLD + "': 'http://a/'}}}"),
                whole(young, ""),
                young,
                OLD));

        RetentionPlan plan = retention(database).plan(AGE);
        assertThat(plan.expired().stream().map(RetentionPlan.Expired::name)).containsExactly("c-nightly-" + OLD);
        assertThat(plan.kept())
                .containsEntry("a-nightly-" + OLD, RetentionReason.PARTIAL)
                .containsEntry("b-nightly-" + OLD, RetentionReason.PARTIAL)
                .containsEntry("d-nightly-" + OLD, RetentionReason.PARTIAL)
                .containsEntry(served, RetentionReason.RULE)
                .hasSize(4);
    }

    /** 25 releases are three transactions; the clock advances by a minute each time it is read. */
    @ParameterizedTest
    @EnumSource
    void endsWhenTheTimeIsUpAndTheNextRunGoesOn(Kind kind) {
        List<String> releases = new ArrayList<>();
        for (int i = 10; i < 35; i++) {
            releases.add(whole("n-nightly-202504010000" + i, ""));
        }
        Database database = open(kind, "{'releases': [" + String.join(", ", releases) + "]}");
        AtomicLong ticks = new AtomicLong();
        InstantSource ticking = () -> NOW.plus(Duration.ofSeconds(10 * ticks.getAndIncrement()));
        List<String> reported = new ArrayList<>();
        ReleaseRetention.Result first = retention(database, ticking)
                .run(AGE, Duration.ofSeconds(45), (deleted, left) -> reported.add(deleted + "/" + left));
        assertThat(first.deleted()).isEqualTo(10);
        assertThat(first.left()).isEqualTo(15);
        assertThat(reported).containsExactly("10/15");
        assertThat(names(database)).hasSize(15).contains("n-nightly-20250401000020");

        ReleaseRetention.Result second = retention(database).run(AGE, Duration.ofMinutes(1), (_, _) -> {});
        assertThat(second.deleted()).isEqualTo(15);
        assertThat(names(database)).isEmpty();
        assertAuditLogAgrees(database);
    }

    /** The rule appears after the plan: the transaction rejects the deletion, and only this one. */
    @ParameterizedTest
    @EnumSource
    void checksEachReleaseAgainInItsTransaction(Kind kind) {
        List<String> releases = new ArrayList<>();
        for (int i = 10; i < 23; i++) {
            releases.add(whole("n-nightly-202504010000" + i, ""));
        }
        Database database = open(kind, "{'releases': [" + String.join(", ", releases) + "]}");
        ObjectNode rule = EngineOn.json("""
                {'rules': [{'rule_id': 1, 'priority': 1, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1,
                    'mapping': 'n-nightly-20250401000021'}]}""");
        ReleaseRetention.Result result = retention(database).run(AGE, Duration.ofMinutes(1), (deleted, _) -> {
            if (deleted == 10) {
                TestDatabases.fill(database, rule);
                database.<Integer>write(sql ->
                        sql.execute("UPDATE releases SET data_version = 9 WHERE name = 'n-nightly-20250401000022'"));
            }
        });
        assertThat(result.deleted()).isEqualTo(11);
        assertThat(result.kept()).containsEntry(RetentionReason.RULE, 1).containsEntry(RetentionReason.CHANGED, 1);
        assertThat(names(database)).containsExactly("n-nightly-20250401000021", "n-nightly-20250401000022");
    }
}
