// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUriTest {

    @Test
    void fourSlashesAreAnAbsolutePath() {
        assertThat(DatabaseUri.parse("sqlite:////var/lib/balrog.db"))
                .isEqualTo(new DatabaseUri.Sqlite(Path.of("/var/lib/balrog.db")));
    }

    @Test
    void threeSlashesAreARelativePath() {
        assertThat(DatabaseUri.parse("sqlite:///some/balrog.db?timeout=10"))
                .isEqualTo(new DatabaseUri.Sqlite(Path.of("some/balrog.db").toAbsolutePath()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql", "mysql+pymysql", "mysql+mysqldb", "mariadb", "MySQL"})
    void driversMakeNoDifference(String scheme) {
        assertThat(DatabaseUri.parse(scheme + "://balrogadmin:secret@db.example.org:3307/balrog?charset=utf8mb4"))
                .isEqualTo(new DatabaseUri.MySql(
                        "db.example.org", 3307, "balrog", "balrogadmin", "secret", TlsMode.VERIFY_IDENTITY));
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://u:p@h/n, h, 3306, u, p",
        "mysql://u@h/n, h, 3306, u, ''",
        "mysql://h/n, h, 3306, '', ''",
        "mysql://u:p%40%2F%3A%25@h:1/n, h, 1, u, p@/:%",
        "mysql://u%40x:p+q@h/n, h, 3306, u@x, p+q",
        "mysql://u:p@ss:w@rd@h/n, h, 3306, u, p@ss:w@rd",
        "mysql://u:p@[::1]:3308/n, ::1, 3308, u, p",
    })
    void partsOfAServer(String uri, String host, int port, String user, String password) {
        assertThat(DatabaseUri.parse(uri))
                .isEqualTo(new DatabaseUri.MySql(
                        host,
                        port,
                        "n",
                        user,
                        password,
                        host.equals("::1") ? TlsMode.PREFERRED : TlsMode.VERIFY_IDENTITY));
    }

    @Test
    void encryptionIsChosenAsInMySqlsOwnClients() {
        assertThat(DatabaseUri.parse("mysql://u:p@h/n?charset=utf8&ssl_mode=verify_identity"))
                .isInstanceOfSatisfying(
                        DatabaseUri.MySql.class, uri -> assertThat(uri.tls()).isEqualTo(TlsMode.VERIFY_IDENTITY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUri.parse("mysql://u:p@h/n?ssl_mode=maybe"))
                .withMessageContaining("VERIFY_IDENTITY");
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://u:p@h/n, VERIFY_IDENTITY",
        "mysql://u:p@127.0.0.1/n, PREFERRED",
        "mysql://u:p@localhost/n, PREFERRED",
        "mysql://u:p@127.0.0.1.example.org/n, VERIFY_IDENTITY",
        "mysql://u:p@h/n?unix_socket=/run/mysqld.sock, PREFERRED",
        "mysql://u:p@h/n?ssl-mode=REQUIRED, REQUIRED",
        "mysql://u:p@h/n?ssl=true, REQUIRED",
        "mysql://u:p@h/n?ssl=false, DISABLED",
        "mysql://u:p@h/n?ssl_disabled=true, DISABLED",
        "mysql://u:p@h/n?ssl_verify_cert=true, VERIFY_CA",
        "mysql://u:p@h/n?ssl_verify_identity=true, VERIFY_IDENTITY",
        "mysql://u:p@h/n?ssl_ca=/dev/null, VERIFY_CA",
        "mysql://u:p@h/n?ssl_ca=/dev/null&ssl_verify_cert=false, REQUIRED",
        "mysql://u:p@h/n?ssl_ca=/dev/null&ssl_mode=VERIFY_IDENTITY, VERIFY_IDENTITY",
    })
    void encryptionFollowsFromTheOptions(String uri, TlsMode tls) {
        assertThat(DatabaseUri.parse(uri))
                .isInstanceOfSatisfying(
                        DatabaseUri.MySql.class,
                        parsed -> assertThat(parsed.tls()).isEqualTo(tls));
    }

    /** An option that is ignored could be the one that keeps the connection safe. */
    @ParameterizedTest
    @CsvSource({
        "mysql://u:secret@h/n?ssl_ca=/nonexistent.pem, /nonexistent.pem",
        "mysql://u:secret@h/n?ssl_cert=/a.pem, ssl_cert",
        "mysql://u:secret@h/n?ssl_key=/a.pem, ssl_key",
        "mysql://u:secret@h/n?foo=1, foo",
        "mysql://u:secret@h/n?charset=latin1, charset",
        "mysql://u:secret@h/n?connect_timeout=soon, connect_timeout",
        "mysql://u:secret@h/n?connect_timeout=0, connect_timeout",
        "mysql://u:secret@h/n?ssl_mode=REQUIRED&ssl_mode=DISABLED, twice",
        "mysql://u:secret@h/n?ssl_mode=DISABLED&ssl_ca=/dev/null, contradict",
        "mysql://u:secret@h/n?ssl_mode=REQUIRED&ssl_verify_cert=true, contradict",
        "mysql://u:secret@h/n?ssl=false&ssl_verify_identity=true, contradict",
        "mysql://u:secret@h/n?ssl_verify_cert=perhaps, true or false",
        "mysql://u:secret@h/n?unix_socket=relative, unix_socket",
        "mysql://u:secret@h/n?unix_socket=/a&sslMode=trust, sslMode",
        "sqlite:///x.db?mode=ro, mode",
    })
    void optionsThatAreNotSupportedAreRejectedByName(String uri, String part) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUri.parse(uri))
                .withMessageContaining(part)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("secret"));
    }

    @Test
    void aSocketTakesThePlaceOfTheHost() {
        assertThat(DatabaseUri.parse("mysql://u:secret@/n?unix_socket=/run/mysqld.sock"))
                .hasToString("mysql://u:***@localhost/n?unix_socket=/run/mysqld.sock");
    }

    @ParameterizedTest
    @CsvSource({
        "'', sqlite:///",
        "balrog.db, sqlite:///",
        "postgresql://u:secret@h/n, mysql://",
        "sqlite://, SQLite file",
        "sqlite:///, SQLite file",
        "sqlite://relative.db, SQLite file",
        "sqlite:///:memory:, SQLite file",
        "mysql://u:secret@h, lacks the database",
        "mysql://u:secret@h/, lacks the database",
        "mysql://u:secret@:3306/n, lacks the host",
        "mysql://u:secret@h:port/n, port",
        "mysql://u:secret@h:0/n, port",
        "mysql://u:secret@h:65536/n, port",
        "mysql://u:secret%zz@h/n, %25",
        "mysql:u:secret@h/n, must have the form",
    })
    void badOnesSayWhatWouldBeRight(String uri, String part) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUri.parse(uri))
                .withMessageContaining(part)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("secret").hasNoCause());
    }

    @Test
    void textHidesThePassword() {
        assertThat(DatabaseUri.parse("mysql://u:secret@h/n")).hasToString("mysql://u:***@h:3306/n");
        assertThat(DatabaseUri.parse("mysql://[::1]/n")).hasToString("mysql://[::1]:3306/n");
        assertThat(DatabaseUri.parse("sqlite:////x.db")).hasToString("sqlite:////x.db");
    }
}
