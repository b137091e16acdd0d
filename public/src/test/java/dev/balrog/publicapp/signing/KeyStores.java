// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys and certificates, made by the JDK's keytool. */
final class KeyStores {
    private static final String PASSWORD = "changeit";
    private final Path directory;
    private final Path file;

    KeyStores(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("keys.p12");
    }

    /** Makes a key pair and its certificate, signed by itself unless a signer is given. */
    void generate(String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC"));
        command.addAll(List.of(options));
        Path output = directory.resolve("keytool.log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(Files.readString(output)).isZero();
    }

    Certificate[] chain(String alias) throws IOException, GeneralSecurityException {
        return open().getCertificateChain(alias);
    }

    /** A file with the key, PKCS#8 in PEM format. */
    Path keyFile(String alias) throws IOException, GeneralSecurityException {
        Key key = open().getKey(alias, PASSWORD.toCharArray());
        return Files.writeString(directory.resolve(alias + "-key.pem"), pem("PRIVATE KEY", key.getEncoded()));
    }

    /** A file with these certificates in PEM format. */
    Path chainFile(String name, Certificate... certificates) throws IOException, GeneralSecurityException {
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : certificates) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(directory.resolve(name + "-chain.pem"), chain);
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static String pem(String type, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
