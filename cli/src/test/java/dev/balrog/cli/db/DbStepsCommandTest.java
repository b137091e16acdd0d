// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import dev.balrog.cli.KillableAdmin;
import dev.balrog.cli.Run;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plans of upgrades, ways back, and many processes that upgrade at once. */
@Tag("slow")
class DbStepsCommandTest {
    @TempDir
    private Path directory;

    private String newDatabase(Kind kind) {
        return KillableAdmin.text(TestDatabases.uri(kind, directory));
    }

    @ParameterizedTest
    @EnumSource
    void processesThatStartTogetherUpgradeOnce(Kind kind) throws Exception {
        String uri = newDatabase(kind);
        List<BalrogProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                processes.add(BalrogProcess.start(directory, Map.of("DBURI", uri), "db", "upgrade"));
            }
            StringBuilder all = new StringBuilder();
            for (BalrogProcess process : processes) {
                assertThat(process.exitCode()).as(process.err()).isZero();
                assertThat(process.out()).endsWith(" is up to date.\n");
                all.append(process.out());
            }
            assertThat(all.toString().lines().filter(line -> line.startsWith("Applied ")))
                    .contains("Applied 1.1 (rules)")
                    .doesNotHaveDuplicates();
        } finally {
            processes.forEach(BalrogProcess::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void plansStepsAndGoesBack(Kind kind) {
        String uri = newDatabase(kind);
        Run step = Run.balrog("db", "upgrade", "--to", "1.6", "--database", uri);
        assertThat(step.exitCode()).as(step.err()).isZero();
        assertThat(step.out()).contains("Applied 1.6 (dockerflow)").doesNotContain("1.7");

        Run text = Run.balrog("db", "plan", "--database", uri);
        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out())
                .contains(
                        "the tables are those of version 1.6.",
                        "1.7 (history queue and change lock): additive",
                        "  | CREATE TABLE IF NOT EXISTS balrog_change_lock (",
                        "    creates the table balrog_change_lock",
                        "deploy admin first, then public");
        JsonNode plan = JsonMapper.shared()
                .readTree(Run.balrog("db", "plan", "--json", "--database", uri).out());
        assertThat(plan.path("order").asString()).isEqualTo("admin_first");
        assertThat(plan.path("pending").get(0).path("kind").asString()).isEqualTo("additive");
        assertThat(plan.path("pending").get(0).path("statements")).hasSize(4);

        assertThat(Run.balrog("db", "upgrade", "--database", uri).exitCode()).isZero();
        Run back = Run.balrog("db", "downgrade", "--to=1.6", "--database", uri);
        assertThat(back.exitCode()).as(back.err()).isZero();
        assertThat(back.out()).contains("Undid V1_7__").endsWith(" is at version 1.6.\n");
        assertThat(Run.balrog("db", "upgrade", "--database", uri).out()).startsWith("Applied 1.7");
        assertThat(Run.balrog("db", "plan", "--database", uri).out()).contains("No migration is pending");
    }

    @Test
    void refusesInOneLine() {
        String uri = newDatabase(Kind.SQLITE);
        Run.balrog("db", "upgrade", "--database", uri);
        Run below = Run.balrog("db", "downgrade", "--to=1.2", "--database", uri);
        assertThat(below.exitCode()).isEqualTo(1);
        assertThat(below.err().lines()).singleElement().asString().contains("can't be undone");
        Run unknown = Run.balrog("db", "upgrade", "--to=7", "--database", uri);
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err().lines()).singleElement().asString().contains("There is no migration 7;");
        Run check = Run.balrog("db", "check-compatibility");
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.err()).contains("./balrog db check-compatibility in a source tree");
    }
}
