// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.KillableAdmin;
import dev.balrog.cli.Run;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.OldHistory;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.job.Job;
import dev.balrog.store.job.JobRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistorySyncCommandTest {
    @TempDir
    private Path directory;

    private DatabaseUri database(Kind kind) {
        DatabaseUri uri = TestDatabases.uri(kind, directory);
        assertThat(Run.balrog("db", "upgrade", "--database", KillableAdmin.text(uri))
                        .exitCode())
                .isZero();
        return uri;
    }

    private Run sync(DatabaseUri uri, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "history";
        arguments[1] = "sync";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Run.with(
                Map.of(
                        "DBURI",
                        KillableAdmin.text(uri),
                        "RELEASES_HISTORY_BUCKET",
                        directory.resolve("releases").toUri().toString(),
                        "NIGHTLY_HISTORY_BUCKET",
                        directory.resolve("nightly").toUri().toString()),
                arguments);
    }

    private long files() throws IOException {
        try (var files = Files.walk(directory.resolve("releases"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @ParameterizedTest
    @EnumSource
    void copiesOnce(Kind kind) throws IOException {
        DatabaseUri uri = database(kind);
        try (Database database = new Database(uri, DatabaseOptions.forWriting())) {
            OldHistory.create(database);

            Run dry = sync(uri, "--dry-run");
            assertThat(dry.exitCode()).as(dry.err()).isZero();
            assertThat(dry.out()).contains("Would copy 3 revisions to ", "; 0 were there already.");
            assertThat(files()).isZero();
            assertThat(JobRuns.last(database)).isEmpty();

            Run run = sync(uri);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains(
                            "Copied 3 revisions to ",
                            "Left out 2 revisions of nightly releases; --nightly copies them");
            assertThat(files()).isEqualTo(3);
            assertThat(JobRuns.last(database))
                    .hasEntrySatisfying(
                            Job.HISTORY_SYNC,
                            recorded -> assertThat(recorded.counts())
                                    .isEqualTo(Map.of("copied", 3L, "present", 0L, "skipped", 2L, "different", 0L)));

            Run again = sync(uri, "--nightly", "--verify");
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.out()).contains("Copied 2 revisions to ", "; 3 were there already.");
        }
    }

    @Test
    void aDifferenceIsAFailure() throws IOException {
        DatabaseUri uri = database(Kind.SQLITE);
        try (Database database = new Database(uri, DatabaseOptions.forWriting())) {
            OldHistory.create(database);
        }
        sync(uri);
        Path changed = directory.resolve("releases/Firefox-60.0-build1/2-1525000001000-ann.json");
        Files.writeString(changed, "other");

        Run run = sync(uri, "--verify");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "different Firefox-60.0-build1/2-1525000001000-ann.json",
                        "The content of 1 revision is not that of the table. Nothing was overwritten.");
        assertThat(changed).hasContent("other");
    }

    @Test
    void aNewDatabaseHasNothingToCopy() {
        Run run = sync(database(Kind.SQLITE));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("no table releases_history");
    }

    @Test
    void refusesAnOddNumberOfRequests() {
        Run run = sync(database(Kind.SQLITE), "--parallel", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--parallel must be from 1 to 100");
    }
}
