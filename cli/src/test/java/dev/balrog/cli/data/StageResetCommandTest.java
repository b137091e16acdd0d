// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.KillableAdmin;
import dev.balrog.cli.Run;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.Acknowledgement;
import dev.balrog.store.job.Job;
import dev.balrog.store.job.JobRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("slow")
class StageResetCommandTest {
    /** What stage has, and what tells it from production. */
    private static final String STATE = """
            {"permissions": [{"username": "@", "permission": "admin", "data_version": 1}],
             "permissions_history": [{"change_id": 1, "changed_by": "x", "timestamp": 1, "username": "@",
                "permission": "admin", "data_version": 1}],
             "user_roles": [{"username": "@", "role": "releng", "data_version": 1}],
             "product_req_signoffs": [{"product": "@", "channel": "c", "role": "releng", "signoffs_required": 1,
                "data_version": 1}],
             "permissions_req_signoffs": [{"product": "@", "role": "releng", "signoffs_required": 1,
                "data_version": 1}],
             "releases": [{"name": "@-1", "product": "Firefox", "data_version": 1, "read_only": false,
                "data": {"name": "@-1", "schema_version": 1}},
                {"name": "@-unused", "product": "Firefox", "data_version": 1, "read_only": false,
                "data": {"name": "@-unused", "schema_version": 1}}],
             "rules": [{"rule_id": 1, "priority": 1, "backgroundRate": 100, "update_type": "minor",
                "data_version": 1, "mapping": "@-1", "product": "@"}],
             "rules_history": [{"change_id": 1, "changed_by": "@", "timestamp": 1, "rule_id": 1}],
             "rules_scheduled_changes": [{"sc_id": 1, "scheduled_by": "@", "complete": false,
                "change_type": "delete", "base_rule_id": 1, "base_data_version": 1, "data_version": 1}],
             "permissions_scheduled_changes": [{"sc_id": 1, "scheduled_by": "@", "complete": false,
                "change_type": "insert", "base_permission": "admin", "base_username": "@2", "data_version": 1}],
             "pinnable_releases": [{"product": "@", "version": "1.", "channel": "c", "mapping": "@-1",
                "data_version": 1}],
             "emergency_shutoffs": [{"product": "@", "channel": "c", "data_version": 1}]}""";

    private static final Map<String, String> STAGING = Map.of("STAGING", "1");

    @TempDir
    private Path directory;

    private DatabaseUri database(Kind kind, String name) {
        DatabaseUri uri = TestDatabases.uri(kind, directory);
        assertThat(Run.balrog("db", "upgrade", "--database", KillableAdmin.text(uri))
                        .exitCode())
                .isZero();
        try (Database database = new Database(uri, DatabaseOptions.forWriting())) {
            TestDatabases.fill(database, JsonMapper.shared().readTree(STATE.replace("@", name)));
            new Acknowledgement("tester", "what the tests begin with").write(database, 1);
        }
        return uri;
    }

    private static ObjectNode state(DatabaseUri uri) {
        try (Database database = new Database(uri, DatabaseOptions.forReading())) {
            return TestDatabases.state(database);
        }
    }

    private static void assertFails(Run run, int exitCode, String message) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void bringsProductionToStageAndKeepsStagesPeople(Kind kind) {
        DatabaseUri production = database(kind, "prod");
        DatabaseUri stage = database(kind, "stage");
        String file = directory.resolve("live.jsonl.gz").toString();
        assertThat(Run.balrog("export", "--live", file, "--database", KillableAdmin.text(production))
                        .exitCode())
                .isZero();
        String uri = KillableAdmin.text(stage);
        assertThat(Run.balrog("db", "mark", "stage", "--database", uri).exitCode())
                .isZero();
        try (Database database = new Database(stage, DatabaseOptions.forWriting())) {
            database.<Integer>write(
                    sql -> sql.execute("INSERT INTO balrog_notification_queue (id, event_id, event, payload,"
                            + " created) VALUES (1, 'a', 'overdue', '{}', 1)"));
        }
        ObjectNode before = state(stage);

        Run dry = Run.with(STAGING, "stage-reset", file, "--database", uri);
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "releases: 2 rows -> 1 row\n",
                        "rules: 1 row -> 1 row\n",
                        "rules_scheduled_changes: 1 row -> 0 rows\n",
                        "nothing is changed without --replace")
                .doesNotContain("permissions", "user_roles");
        assertThat(state(stage)).isEqualTo(before);

        Run reset = Run.with(STAGING, "stage-reset", file, "--replace", "--database", uri);
        assertThat(reset.exitCode()).as(reset.err()).isZero();
        assertThat(reset.out()).contains("releases: 2 rows -> 1 row\n", "Replaced in ");
        ObjectNode after = state(stage);
        ObjectNode live = state(production);
        for (String table : new String[] {"rules", "pinnable_releases", "emergency_shutoffs"}) {
            assertThat(after.get(table)).as(table).isEqualTo(live.get(table));
        }
        assertThat(after.get("releases").size()).isEqualTo(1);
        assertThat(after.at("/releases/0/name").asString()).isEqualTo("prod-1");
        for (String table : new String[] {
            "permissions",
            "permissions_history",
            "permissions_scheduled_changes",
            "user_roles",
            "product_req_signoffs",
            "permissions_req_signoffs"
        }) {
            assertThat(after.get(table)).as(table).isEqualTo(before.get(table));
            assertThat(after.get(table)).as(table).isNotEmpty();
        }
        try (Database database = new Database(stage, DatabaseOptions.forReading())) {
            assertThat(database.<Integer>read(sql -> sql.fetchCount(DSL.table("balrog_notification_queue"))))
                    .as("people are not told of changes that are gone")
                    .isZero();
        }
        assertThat(after.get("rules_history")).isEmpty();
        assertThat(after.get("rules_scheduled_changes")).isEmpty();
        assertThat(Run.balrog("audit", "verify", "--database", uri).exitCode()).isZero();
        try (Database database = new Database(stage, DatabaseOptions.forReading())) {
            assertThat(JobRuns.last(database)).containsKey(Job.STAGE_RESET);
        }
        // Nothing of production has changed, and it can be done again.
        assertThat(state(production)).isEqualTo(live);
        assertThat(Run.with(STAGING, "stage-reset", file, "--replace", "--database", uri)
                        .exitCode())
                .isZero();
        assertThat(state(stage)).isEqualTo(after);
    }

    /** A data set of everything brings neither people nor required signoffs. */
    @ParameterizedTest
    @EnumSource
    void takesOnlyWhatIsServedFromADataSetOfEverything(Kind kind) {
        DatabaseUri production = database(kind, "prod");
        DatabaseUri stage = database(kind, "stage");
        String file = directory.resolve("all.jsonl").toString();
        Run.balrog("export", file, "--database", KillableAdmin.text(production));
        String uri = KillableAdmin.text(stage);
        Run.balrog("db", "mark", "stage", "--database", uri);
        assertThat(Run.with(STAGING, "stage-reset", file, "--replace", "--database", uri)
                        .exitCode())
                .isZero();
        ObjectNode after = state(stage);
        assertThat(after.get("releases")).isEqualTo(state(production).get("releases"));
        assertThat(after.get("rules_history")).isEmpty();
        assertThat(after.at("/permissions/0/username").asString()).isEqualTo("stage");
        assertThat(after.at("/product_req_signoffs/0/product").asString()).isEqualTo("stage");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnywhereButOnStage(Kind kind) throws IOException {
        DatabaseUri production = database(kind, "prod");
        String uri = KillableAdmin.text(production);
        String file = directory.resolve("live.jsonl").toString();
        Run.balrog("export", "--live", file, "--database", uri);
        ObjectNode before = state(production);

        assertFails(
                Run.balrog("stage-reset", file, "--replace", "--database", uri),
                1,
                "this is not stage: STAGING is not 1");
        assertFails(
                Run.with(STAGING, "stage-reset", file, "--replace", "--database", uri),
                1,
                "The database is not marked as stage: run balrog db mark stage");
        Run.balrog("db", "mark", "production", "--database", uri);
        for (String mode : new String[] {"--replace", "--staging"}) {
            assertFails(
                    Run.with(STAGING, "stage-reset", file, mode, "--database", uri),
                    1,
                    "The database is marked as production, not as stage");
        }
        assertFails(Run.balrog("db", "mark", "stage", "--database", uri), 1, "The database is marked as production");
        assertFails(Run.balrog("db", "mark", "Stage", "--database", uri), 2, "lower-case letters");
        assertThat(state(production)).isEqualTo(before);

        // All or nothing: the last line, with the checksum, is missing.
        assertThat(Run.balrog("db", "mark", "stage", "--was", "production", "--database", uri)
                        .exitCode())
                .isZero();
        String whole = Files.readString(Path.of(file));
        Files.writeString(Path.of(file), whole.substring(0, whole.lastIndexOf('\n', whole.length() - 2) + 1));
        assertFails(Run.with(STAGING, "stage-reset", file, "--replace", "--database", uri), 1, "the file is truncated");
        assertThat(state(production)).isEqualTo(before);
    }
}
