// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayFilterTest {

    private static String copy(String from, String to, String statements) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReplayFilter(from, to).copy(new ByteArrayInputStream(statements.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void renamesTheDatabaseThatIsNamed() throws IOException {
        assertThat(copy("live", "copy", "INSERT INTO `live`.`rules` VALUES (1)\n"))
                .isEqualTo("INSERT INTO `copy`.`rules` VALUES (1)\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES ('`live`.`rules`')\n",
                "INSERT INTO t VALUES ('it\\'s `live`.x', 'ü', \"`live`.y\")\n",
                "INSERT INTO t VALUES ('over\n# two lines `live`.x\n')\n",
                "SELECT t.`live`.x, DATABASE()\n",
                "BINLOG '\nlive.AAAA\n'/*!*/;\n",
                "use `copy`/*!*/;\n",
            })
    void leavesEverythingElse(String statements) throws IOException {
        assertThat(copy("live", "copy", statements)).isEqualTo(statements);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO live.rules VALUES (1)\n",
                "DROP DATABASE `live`\n",
                "create schema live\n",
                "INSERT INTO t VALUES ('x'), (live.rules)\n",
            })
    void refusesWhatMightChangeTheOtherDatabase(String statements) {
        assertThatThrownBy(() -> copy("live", "copy", statements))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("names the database live itself");
    }

    @Test
    void changesNothingForTheSameName() throws IOException {
        String statements = "DROP DATABASE live\nINSERT INTO live.rules VALUES (1)\n";
        assertThat(copy("live", "live", statements)).isEqualTo(statements);
    }

    @Test
    void leavesTheNumbersOfTheOldServerOut() throws IOException {
        assertThat(copy("live", "live", """
                        # at 256
                        /*M!100001 SET @@session.gtid_domain_id=0*//*!*/;
                        /*M!100001 SET @@session.server_id=1*//*!*/;
                        /*M!100001 SET @@session.gtid_seq_no=6*//*!*/;
                        SET TIMESTAMP=1795474552/*!*/;
                        """)).isEqualTo("SET TIMESTAMP=1795474552/*!*/;\n");
    }
}
