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
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class CleanupCommandTest {
    private static final String OLD = "Firefox-mozilla-central-nightly-20200102030405";
    private static final String MAPPED = "Firefox-mozilla-central-nightly-20200101000000";

    @TempDir
    private Path directory;

    private static void fill(DatabaseUri uri) {
        try (Database database = new Database(uri, DatabaseOptions.forWriting())) {
            TestDatabases.fill(database, JsonMapper.shared().readTree("""
                    {"releases": [
                        {"name": "%1$s", "product": "Firefox", "data_version": 1, "read_only": false,
                         "data": {"name": "%1$s", "schema_version": 1}},
                        {"name": "%2$s", "product": "Firefox", "data_version": 1, "read_only": false,
                         "data": {"name": "%2$s", "schema_version": 1}}],
                     "rules": [{"rule_id": 1, "priority": 1, "backgroundRate": 100, "update_type": "minor",
                        "data_version": 1, "mapping": "%2$s"}]}""".formatted(OLD, MAPPED)));
            new Acknowledgement("tester", "what the tests begin with").write(database, 1);
        }
    }

    private static Run cleanUp(String uri, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "cleanup";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Run.with(Map.of("DBURI", uri), arguments);
    }

    @ParameterizedTest
    @EnumSource
    void deletesAsAnAccountThatMay(Kind kind) {
        DatabaseUri place = TestDatabases.uri(kind, directory);
        String uri = KillableAdmin.text(place);
        assertThat(cleanUp(uri, "--nightly-age", "30d").err()).contains("run balrog db upgrade");
        Run.balrog("db", "upgrade", "--database", uri);
        fill(place);

        Run denied = cleanUp(uri, "--nightly-age", "30d");
        assertThat(denied.exitCode()).isEqualTo(1);
        assertThat(denied.err())
                .isEqualTo("balrog cleanup: balrog-cleanup may not delete releases: run balrog user grant"
                        + " balrog-cleanup release --actions delete\n");
        assertThat(Run.balrog("user", "grant", "balrog-cleanup", "release", "--actions", "delete", "--database", uri)
                        .exitCode())
                .isZero();

        Run dry = cleanUp(uri, "--nightly-age", "30", "--dry-run");
        assertThat(dry.err()).isEmpty();
        assertThat(dry.out())
                .isEqualTo("delete " + OLD + "\nkeep " + MAPPED + ": rule\n"
                        + "Would delete 1 release. Kept 1 that are old enough: 1 rule.\n");
        try (Database database = new Database(place, DatabaseOptions.forReading())) {
            assertThat(JobRuns.last(database)).isEmpty();
        }

        Run run = Run.with(Map.of("DBURI", uri, "MAX_AGE", "30", "DELETE_RUN_TIME", "60"), "cleanup");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("Deleted 1 release. Kept 1 that are old enough: 1 rule.\n");
        try (Database database = new Database(place, DatabaseOptions.forReading())) {
            assertThat(JobRuns.last(database).get(Job.CLEANUP))
                    .satisfies(last -> assertThat(last.finished()).isGreaterThanOrEqualTo(last.started()))
                    .satisfies(last -> assertThat(last.counts())
                            .containsEntry("deleted", 1L)
                            .containsEntry("left", 0L)
                            .containsEntry("kept_rule", 1L)
                            .containsEntry("kept_pin", 0L));
        }
        assertThat(cleanUp(uri, "--nightly-age", "30d").out()).startsWith("Deleted 0 releases. ");
        assertThat(Run.balrog("audit", "verify", "--database", uri).exitCode()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void reportsWhatTheTimeWasNotSufficientFor(Kind kind) {
        DatabaseUri place = TestDatabases.uri(kind, directory);
        String uri = KillableAdmin.text(place);
        Run.balrog("db", "upgrade", "--database", uri);
        fill(place);
        Run.balrog("user", "grant", "cleaner", "release", "--database", uri);
        Run run = cleanUp(uri, "--nightly-age", "30d", "--for", "0s", "--user", "cleaner");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Deleted 0 releases. ", "The time is up: 1 release left. The next run goes on.");
    }

    @Test
    void refusesAnAgeThatIsNone() {
        String uri = "sqlite:///" + directory.resolve("a.db");
        assertThat(cleanUp(uri, "--nightly-age", "12h"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("at least one day"));
        assertThat(cleanUp(uri, "--nightly-age", "old").exitCode()).isEqualTo(2);
        assertThat(cleanUp(uri).err()).contains("The environment variable MAX_AGE sets it, too");
    }
}
