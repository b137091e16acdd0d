// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class TlsTest {
    private static final DatabaseOptions OPTIONS =
            new DatabaseOptions(true, 2, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ZERO);

    @TempDir
    private static Path directory;

    private static MariaDbServer encrypting;

    /** Newer servers encrypt with a certificate of their own unless they are told not to. */
    private static MariaDbServer plain;

    @BeforeAll
    static void start() throws Exception {
        Path store = directory.resolve("server.p12");
        generate(store, "CN=someone.else");
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        writePem(store, certificate, key);
        plain = MariaDbServer.startWith(List.of("--skip-ssl"));
        encrypting = MariaDbServer.startWith(List.of("--ssl-cert=" + certificate, "--ssl-key=" + key));
    }

    private static void generate(Path store, String name) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        name,
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "password")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.onExit().get(60, TimeUnit.SECONDS).exitValue()).isZero();
    }

    private static void writePem(Path store, Path certificate, Path key) throws GeneralSecurityException, IOException {
        KeyStore entries = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            entries.load(in, "password".toCharArray());
        }
        Files.writeString(
                certificate, pem("CERTIFICATE", entries.getCertificate("server").getEncoded()));
        Files.writeString(
                key,
                pem(
                        "PRIVATE KEY",
                        entries.getKey("server", "password".toCharArray()).getEncoded()));
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFERRED", "REQUIRED"})
    void aCertificateThatNobodyVouchesForIsAcceptedUnlessItHasToBeVerified(TlsMode tls) {
        try (Database database = new Database(uri(encrypting, tls), OPTIONS)) {
            database.ping();
            database.ping();
            assertThat(cipher(database)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VERIFY_CA", "VERIFY_IDENTITY"})
    void aCertificateThatNobodyVouchesForIsRefusedWhenItHasToBeVerified(TlsMode tls) {
        encrypting.execute("CREATE OR REPLACE USER passwordless@'%'");

        assertRefused(new DatabaseUri.MySql("127.0.0.1", encrypting.port(), "", "passwordless", "", tls));
    }

    /** MariaDB 11.4 and later send a hash of the certificate and the password, which the driver verifies. */
    @ParameterizedTest
    @EnumSource(names = {"VERIFY_CA", "VERIFY_IDENTITY"})
    void aCertificateThatTheServerVouchesForWithThePasswordIsAccepted(TlsMode tls) {
        if (!vouchesWithThePassword()) {
            assertRefused(uri(encrypting, tls));
            return;
        }
        try (Database database = new Database(uri(encrypting, tls), OPTIONS)) {
            assertThat(cipher(database)).isNotEmpty();
        }
    }

    private static boolean vouchesWithThePassword() {
        try (Database database = new Database(uri(encrypting, TlsMode.REQUIRED), OPTIONS)) {
            String version =
                    database.read(sql -> sql.fetchSingle("SELECT VERSION()").get(0, String.class));
            return Runtime.Version.parse(version.replaceFirst("-.*", "")).compareTo(Runtime.Version.parse("11.4")) >= 0;
        }
    }

    private static void assertRefused(DatabaseUri uri) {
        try (Database database = new Database(uri, OPTIONS)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(database::ping)
                    .withMessageContaining("certif");
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedWhenItIsNamed() {
        String uri = "mysql://%s:%s@127.0.0.1:%d/mysql?ssl_ca=%s"
                .formatted(
                        MariaDbServer.USER,
                        MariaDbServer.PASSWORD,
                        encrypting.port(),
                        directory.resolve("certificate.pem"));
        try (Database database = new Database(DatabaseUri.parse(uri), OPTIONS)) {
            assertThat(cipher(database)).isNotEmpty();
        }
    }

    @Test
    void anotherAuthorityThanTheNamedOneIsNot() throws Exception {
        Path store = directory.resolve("other.p12");
        Path other = directory.resolve("other.pem");
        generate(store, "CN=another");
        writePem(store, other, directory.resolve("other.key"));
        String uri = "mysql://%s:%s@127.0.0.1:%d/mysql?ssl_ca=%s"
                .formatted(MariaDbServer.USER, MariaDbServer.PASSWORD, encrypting.port(), other);
        try (Database database = new Database(DatabaseUri.parse(uri), OPTIONS)) {
            assertThatExceptionOfType(StoreException.class).isThrownBy(database::ping);
        }
    }

    @Test
    void aServerThatIsReplacedByOneWithoutEncryptionIsConnectedToAgain() throws Exception {
        try (Forwarder forwarder = Forwarder.to(encrypting.port());
                Database database = new Database(
                        new DatabaseUri.MySql(
                                "127.0.0.1",
                                forwarder.port(),
                                "mysql",
                                MariaDbServer.USER,
                                MariaDbServer.PASSWORD,
                                TlsMode.PREFERRED),
                        OPTIONS)) {
            database.ping();
            forwarder.forwardTo(plain.port());

            database.ping();
        }
    }

    @Test
    void aSocketIsConnectedToInPlaceOfThePort() throws Exception {
        String socket;
        try (Database database = new Database(uri(plain, TlsMode.DISABLED), OPTIONS)) {
            socket = database.read(sql -> sql.fetchSingle("SELECT @@socket").get(0, String.class));
        }
        String uri = "mysql://%s:%s@localhost:1/mysql?unix_socket=%s"
                .formatted(MariaDbServer.USER, MariaDbServer.PASSWORD, socket);
        try (Database database = new Database(DatabaseUri.parse(uri), OPTIONS)) {
            database.ping();
        }
    }

    @Test
    void encryptionCanBeDoneWithout() {
        try (Database database = new Database(uri(encrypting, TlsMode.DISABLED), OPTIONS)) {
            assertThat(cipher(database)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerWithoutEncryptionIsOnlyAcceptedWhenThatIsNotInsistedOn(TlsMode tls) {
        try (Database database = new Database(uri(plain, tls), OPTIONS)) {
            switch (tls) {
                case DISABLED, PREFERRED -> assertThat(cipher(database)).isEmpty();
                case REQUIRED, VERIFY_CA, VERIFY_IDENTITY ->
                    assertThatExceptionOfType(StoreException.class).isThrownBy(database::ping);
            }
        }
    }

    private static DatabaseUri uri(MariaDbServer server, TlsMode tls) {
        return new DatabaseUri.MySql(
                "127.0.0.1", server.port(), "mysql", MariaDbServer.USER, MariaDbServer.PASSWORD, tls);
    }

    private static String cipher(Database database) {
        return database.read(
                sql -> sql.fetchSingle("SHOW SESSION STATUS LIKE 'Ssl_cipher'").get(1, String.class));
    }
}
