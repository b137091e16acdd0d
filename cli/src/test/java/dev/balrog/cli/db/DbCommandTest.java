// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbCommandTest {
    @TempDir
    private Path directory;

    private String uri(String file) {
        return "sqlite:///" + directory.resolve(file);
    }

    @Test
    void upgradesAndSaysSo() {
        Run before = Run.with(Map.of("DBURI", uri("new.db")), "db", "status");
        assertThat(before.exitCode()).isEqualTo(1);

        Run upgrade = Run.with(Map.of("DBURI", uri("new.db")), "db", "upgrade");
        assertThat(upgrade.err()).isEmpty();
        assertThat(upgrade.exitCode()).isZero();
        assertThat(upgrade.out()).startsWith("Applied 1.").endsWith(uri("new.db") + " is up to date.\n");

        Run again = Run.balrog("db", "upgrade", "--database", uri("new.db"));
        assertThat(again.out()).isEqualTo(uri("new.db") + " is up to date.\n");

        Run status = Run.balrog("db", "status", "--database=" + uri("new.db"));
        assertThat(status.exitCode()).isZero();
        assertThat(status.out()).isEqualTo(uri("new.db") + ": The database is up to date.\n");
    }

    @Test
    void prefersTheCommandLineToTheVariable() {
        Run upgrade = Run.with(Map.of("DBURI", uri("variable.db")), "db", "upgrade", "--database", uri("option.db"));
        assertThat(upgrade.exitCode()).isZero();
        assertThat(directory.resolve("option.db")).exists();
        assertThat(directory.resolve("variable.db")).doesNotExist();
    }

    @Test
    void saysWhatIsMissing() {
        Run missing = Run.with(Map.of("DBURI", " "), "db", "status");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err())
                .isEqualTo("balrog db status: missing required option: '--database=URI'. The environment variable DBURI"
                        + " sets it, too. Try 'balrog db status --help'.\n");
    }

    @Test
    void saysWhereAWrongValueComesFromWithoutRepeatingIt() {
        Run variable = Run.with(Map.of("DBURI", "postgres://user:secret@host/name"), "db", "status");
        assertThat(variable.exitCode()).isEqualTo(2);
        assertThat(variable.err().lines()).hasSize(1);
        assertThat(variable.err())
                .contains("--database", "It is set by the environment variable DBURI.", "mysql://")
                .doesNotContain("secret");

        Run option = Run.with(Map.of("DBURI", uri("good.db")), "db", "status", "--database=nonsense");
        assertThat(option.exitCode()).isEqualTo(2);
        assertThat(option.err().lines()).hasSize(1);
        assertThat(option.err()).contains("--database").doesNotContain("environment");
    }

    @Test
    void saysInOneLineThatADatabaseCannotBeReached() throws Exception {
        Run noServer = Run.balrog("db", "upgrade", "--database=mysql://user:secret@127.0.0.1:1/balrog");
        assertThat(noServer.exitCode()).isEqualTo(1);
        assertThat(noServer.err().lines()).hasSize(1);
        assertThat(noServer.err()).startsWith("balrog db upgrade: ").doesNotContain("secret");

        Run noDirectory = Run.balrog("db", "upgrade", "--database", uri("missing/a.db"));
        assertThat(noDirectory.exitCode()).isEqualTo(1);
        assertThat(noDirectory.err().lines()).hasSize(1);
        assertThat(noDirectory.err()).contains(directory.resolve("missing").toString(), "does not exist");

        Path noDatabase = Files.writeString(directory.resolve("text.db"), "this is no database, whatever it is called");
        Run wrongFile = Run.balrog("db", "status", "--database=sqlite:///" + noDatabase);
        assertThat(wrongFile.exitCode()).isEqualTo(1);
        assertThat(wrongFile.err().lines()).hasSize(1);
    }

    @Test
    void suggestsTheRightOption() {
        Run wrong = Run.balrog("db", "status", "--databse", "x");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err())
                .isEqualTo("balrog db status: unknown option '--databse'. Did you mean '--database'?"
                        + " Try 'balrog db status --help'.\n");
    }
}
