// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RULES;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class SnapshotLoaderTest {
    /** One release of each way to be stored and to be reached, and some that can't be. */
    private static final String STATE = """
            {
              "rules": [
                {"rule_id": 7, "update_type": "minor", "priority": 90, "product": "Firefox", "jaws": true, "mig64": false,
                 "mapping": "Super", "fallbackMapping": "Old", "backgroundRate": 50, "data_version": 3},
                {"rule_id": 3, "update_type": "minor", "mapping": "Nowhere", "data_version": 1},
                {"rule_id": 4, "update_type": "minor", "mapping": "Bad", "data_version": 1},
                {"rule_id": 5, "update_type": "minor", "data_version": 1}
              ],
              "emergency_shutoffs": [{"product": "Firefox", "channel": "nightly", "data_version": 1}],
              "pinnable_releases": [
                {"product": "Firefox", "channel": "release", "version": "115.", "mapping": "Pinned", "data_version": 1}],
              "releases": [
                {"name": "Super", "product": "Superblob", "read_only": false, "data_version": 1,
                 "data": {"name": "Super", "schema_version": 4000, "blobs": ["Split", "Assets"]}},
                {"name": "Old", "product": "Firefox", "read_only": false, "data_version": 1,
                 "data": {"name": "Old", "schema_version": 50, "detailsUrl": "https://example.org", "displayVersion": "1"}},
                {"name": "Pinned", "product": "Firefox", "read_only": true, "data_version": 1,
                 "data": {"name": "Pinned", "schema_version": 1,
                          "platforms": {"p": {"locales": {"de": {"buildID": "115"}}}}}},
                {"name": "Source", "product": "Firefox", "read_only": false, "data_version": 1,
                 "data": {"name": "Source", "schema_version": 9,
                          "platforms": {"p": {"locales": {"de": {"buildID": "77"}}}}}},
                {"name": "Split", "product": "Wrong", "read_only": false, "data_version": 1,
                 "data": {"name": "Split", "schema_version": 50}},
                {"name": "Unreachable", "product": "Firefox", "read_only": false, "data_version": 1,
                 "data": {"name": "Unreachable", "schema_version": 78}},
                {"name": "Bad", "product": "Firefox", "read_only": false, "data_version": 1,
                 "data": {"name": "Bad", "schema_version": 77}}
              ],
              "releases_json": [
                {"name": "Split", "product": "Firefox", "read_only": false, "data_version": 2,
                 "data": {"name": "Split", "schema_version": 9, "platforms": {"p": {"buildID": "shared"}}}}
              ],
              "release_assets": [
                {"name": "Split", "path": ".platforms.p.locales.de", "data_version": 1,
                 "data": {"buildID": "99", "partials": [{"from": "Source", "filesize": 1, "hashValue": "x"}]}},
                {"name": "Split", "path": ".platforms.q.locales.de", "data_version": 1, "data": {"buildID": "98"}},
                {"name": "Assets", "path": ".schema_version", "data_version": 1, "data": 9},
                {"name": "Assets", "path": ".platforms.p.locales.de", "data_version": 1,
                 "data": {"buildID": "1", "partials": [{"from": "Split", "filesize": 1, "hashValue": "x"}]}}
              ],
              "__object_history__": {}
            }
            """;

    private final List<ReleaseProblem> problems = new ArrayList<>();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void loadsWhatAnswersDependOn(Kind kind) {
        try (Database database = filled(kind)) {
            Snapshot snapshot =
                    new SnapshotLoader(database, problems::add).load().snapshot();

            assertThat(snapshot.rules().size()).isEqualTo(4);
            assertThat(snapshot.isShutOff("Firefox", "nightly")).isTrue();
            assertThat(snapshot.isShutOff("Firefox", "release")).isFalse();
            assertThat(snapshot.pinMapping("Firefox", "release", "115.")).isEqualTo("Pinned");
            assertThat(snapshot.releaseCount()).isEqualTo(5);
            assertThat(List.of("Super", "Old", "Pinned", "Split", "Assets"))
                    .allSatisfy(name -> assertThat(snapshot.release(name)).isNotNull());
            assertThat(stored(snapshot, "Split").product()).isEqualTo("Firefox");
            assertThat(stored(snapshot, "Assets").product()).isNull();
            assertThat(snapshot.release("Source")).isNull();
            assertThat(builds(snapshot, "Source").contains("77", List.of("p"), "de"))
                    .isTrue();
            assertThat(builds(snapshot, "Split").contains("99", List.of("p"), "de"))
                    .isTrue();
            assertThat(builds(snapshot, "Split").contains("98", List.of("q"), "de"))
                    .isTrue();
            assertThat(problems).containsExactly(new ReleaseProblem("Bad", "schema_version 77 is unknown"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTheSameIsNotParsedAgain(Kind kind) {
        try (Database database = filled(kind)) {
            SnapshotLoader loader = new SnapshotLoader(database, problems::add);
            Snapshot before = loader.load().snapshot();
            write(
                    database,
                    sql -> sql.update(RELEASE_ASSETS)
                            .set(RELEASE_ASSETS.DATA, "{\"buildID\": \"100\"}")
                            .where(RELEASE_ASSETS.NAME.eq("Split"))
                            .execute());
            Snapshot after = loader.load().snapshot();

            assertThat(after.release("Old")).isSameAs(before.release("Old"));
            assertThat(after.release("Split")).isNotSameAs(before.release("Split"));
            assertThat(builds(after, "Split").contains("100", List.of("p"), "de"))
                    .isTrue();
            assertThat(after.builds("Source")).isNull();
        }
    }

    @Test
    void aReleaseOfWhichOnlyTheBuildsWereWantedCanComeIntoServiceAndGoAgain() {
        try (Database database = filled(Kind.SQLITE)) {
            SnapshotLoader loader = new SnapshotLoader(database, problems::add);
            KnownBuilds builds = builds(loader.load().snapshot(), "Source");
            map(database, "Source");
            Snapshot served = loader.load().snapshot();
            assertThat(served.release("Source")).isNotNull();
            assertThat(builds(served, "Source").contains("77", List.of("p"), "de"))
                    .isTrue();
            map(database, "Old");
            Snapshot gone = loader.load().snapshot();
            assertThat(gone.release("Source")).isNull();
            assertThat(builds(gone, "Source").contains("77", List.of("p"), "de"))
                    .isEqualTo(builds.contains("77", List.of("p"), "de"));
        }
    }

    @Test
    void anEmptyBaseDoesNotHideTheWholeRelease() {
        try (Database database = filled(Kind.SQLITE)) {
            TestDatabases.fill(database, JsonMapper.shared().readTree("""
                    {"releases_json": [{"name": "Old", "product": "Wrong", "read_only": false, "data_version": 1, "data": {}}]}
                    """));
            Snapshot snapshot =
                    new SnapshotLoader(database, problems::add).load().snapshot();
            assertThat(stored(snapshot, "Old").product()).isEqualTo("Firefox");
        }
    }

    @Test
    void whatCannotBeReadIsReportedAndTheRestLoads() {
        try (Database database = filled(Kind.SQLITE)) {
            write(database, sql -> {
                sql.update(RELEASES)
                        .set(RELEASES.DATA, "{\"name\": ")
                        .where(RELEASES.NAME.eq("Old"))
                        .execute();
                sql.update(RELEASE_ASSETS)
                        .set(RELEASE_ASSETS.PATH, ".name.de")
                        .where(RELEASE_ASSETS.PATH.eq(".platforms.q.locales.de"))
                        .execute();
                return sql.update(RELEASES)
                        .set(RELEASES.DATA, "[]")
                        .where(RELEASES.NAME.eq("Pinned"))
                        .execute();
            });
            LoadedSnapshot loaded = new SnapshotLoader(database, problems::add).load();
            assertThat(problems)
                    .extracting(ReleaseProblem::name)
                    .containsExactly("Bad", "Old", "Pinned", "Split", "Super");
            assertThat(problems)
                    .extracting(ReleaseProblem::reason)
                    .anySatisfy(reason -> assertThat(reason).startsWith("the release is not JSON: "))
                    .contains("the asset .name.de can't be inserted: name is not an object");
            assertThat(loaded.snapshot().releaseCount()).isEqualTo(2);
        }
    }

    @Test
    void aDatabaseWithoutTablesIsAnError() {
        try (Database database =
                new Database(TestDatabases.uri(Kind.SQLITE, directory), DatabaseOptions.forWriting())) {
            SnapshotLoader loader = new SnapshotLoader(database, problems::add);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(loader::load)
                    .withMessageContaining("rules");
        }
    }

    private Database filled(Kind kind) {
        Database database = TestDatabases.create(kind, directory);
        TestDatabases.fill(database, JsonMapper.shared().readTree(STATE));
        return database;
    }

    private static void map(Database database, String name) {
        write(
                database,
                sql -> sql.update(RULES)
                        .set(RULES.MAPPING, name)
                        .where(RULES.RULE_ID.eq(3))
                        .execute());
    }

    private static void write(Database database, java.util.function.Function<DSLContext, Integer> work) {
        assertThat(database.write(work)).isPositive();
    }

    private static StoredRelease stored(Snapshot snapshot, String name) {
        return requireNonNull(snapshot.release(name), name);
    }

    private static KnownBuilds builds(Snapshot snapshot, String name) {
        return requireNonNull(snapshot.builds(name), name);
    }
}
