// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balrog.publicapp.signing.SigningSettings.LocalKey;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LocalSignerTest {
    private static final URI X5U = URI.create("https://example.com/content-signature/chain.pem");
    private static final byte[] BODY = "{\"version\": \"2.0 \u00e9\"}".getBytes(UTF_8);

    @TempDir
    private static Path directory;

    private static KeyStores keys;
    private static Certificate[] chain;
    private static Path keyFile;
    private static Path chainFile;
    private static Instant now;

    @BeforeAll
    static void generate() throws Exception {
        keys = new KeyStores(directory);
        keys.generate("root", "-groupname", "secp384r1", "-validity", "100", "-ext", "BasicConstraints=ca:true");
        keys.generate(
                "leaf",
                "-groupname",
                "secp384r1",
                "-validity",
                "10",
                "-signer",
                "root",
                "-ext",
                "ExtendedKeyUsage=codeSigning");
        keys.generate("small", "-groupname", "secp256r1", "-validity", "10");
        chain = keys.chain("leaf");
        keyFile = keys.keyFile("leaf");
        chainFile = keys.chainFile("leaf", chain);
        now = ((X509Certificate) chain[0]).getNotBefore().toInstant().plus(Duration.ofDays(1));
    }

    @Test
    void signsWhatTheCertificateVerifies() throws Exception {
        ContentSignature signature = open(keyFile, chainFile).sign(ContentHash.of(BODY));

        assertThat(signature.x5u()).isEqualTo(X5U.toString());
        assertVerifies(signature.p384ecdsa(), BODY);
    }

    @Test
    void isOpenedFromSettings() throws Exception {
        SigningSettings settings = SigningSettings.of(Map.of(
                "CONTENT_SIGNATURE_KEY_FILE", keyFile.toString(),
                "CONTENT_SIGNATURE_CHAIN_FILE", chainFile.toString(),
                "CONTENT_SIGNATURE_X5U", X5U.toString()));
        ContentSigner signer =
                ContentSigner.of(settings, InstantSource.fixed(now), new SplittableRandom(3), event -> {});

        String header = signer.sign("GMP", BODY)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        String prefix = "x5u=" + X5U + "; p384ecdsa=";
        assertThat(header).startsWith(prefix);
        assertVerifies(header.substring(prefix.length()), BODY);
        List<Certificate> served = List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(signer.certificateChain().orElseThrow())));
        assertThat(served).containsExactly(chain);
    }

    @Test
    void givesAwayNothingButCertificates() throws Exception {
        Path both = directory.resolve("both.pem");
        Files.writeString(both, "Subject: leaf\n" + Files.readString(chainFile));
        assertThat(new String(open(keyFile, both).certificateChain(), UTF_8)).isEqualTo(Files.readString(chainFile));

        Files.writeString(both, Files.readString(chainFile) + Files.readString(keyFile));
        assertRefused(keyFile, both, both + " contains something other than PEM certificates");
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        Path rootKey = keys.keyFile("root");
        assertRefused(
                rootKey,
                chainFile,
                "The key in " + rootKey + " does not belong to the first certificate in " + chainFile);
    }

    @Test
    void refusesAnotherCurve() throws Exception {
        Path smallChain = keys.chainFile("small", keys.chain("small"));
        Path smallKey = keys.keyFile("small");
        String reason = " is not on the curve P-384 (secp384r1), the only one that clients accept";
        assertRefused(smallKey, smallChain, "The key in " + smallChain + reason);
        assertRefused(smallKey, chainFile, "The key in " + smallKey + reason);
    }

    @Test
    void refusesAChainInDisorder() throws Exception {
        Path reversed = keys.chainFile("reversed", chain[1], chain[0]);
        assertRefused(
                keys.keyFile("root"),
                reversed,
                reversed
                        + " is out of order: the certificate of 'CN=root' is not signed by 'CN=leaf', which follows it;"
                        + " begin with that of the key and end with the root");
    }

    @Test
    void refusesCertificatesThatAreNotInDate() {
        X509Certificate leaf = (X509Certificate) chain[0];
        Instant begin = leaf.getNotBefore().toInstant();
        Instant end = leaf.getNotAfter().toInstant();
        LocalKey settings = new LocalKey(keyFile, chainFile, X5U);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSigner.open(settings, InstantSource.fixed(begin.minusSeconds(1)), event -> {}))
                .withMessage(chainFile + " cannot be used: the certificate of 'CN=leaf' is not valid before " + begin);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSigner.open(settings, InstantSource.fixed(end.plusSeconds(1)), event -> {}))
                .withMessage(chainFile + " cannot be used: the certificate of 'CN=leaf' expired at " + end);
    }

    @Test
    void stopsSigningWhenACertificateExpires() {
        Instant end = ((X509Certificate) chain[0]).getNotAfter().toInstant();
        AtomicReference<Instant> clock = new AtomicReference<>(now);
        List<String> events = new ArrayList<>();
        LocalSigner signer = LocalSigner.open(new LocalKey(keyFile, chainFile, X5U), clock::get, events::add);
        clock.set(end.plusSeconds(1));

        assertThatExceptionOfType(SigningException.class)
                .isThrownBy(() -> signer.sign(ContentHash.of(BODY)))
                .withMessage("The key of this server cannot be used: the certificate of 'CN=leaf' expired at " + end);
        assertThat(events).containsExactly(SigningEvents.LOCAL_KEY);
    }

    @Test
    void aSignatureDoesNotOutliveItsCertificate() {
        Instant end = ((X509Certificate) chain[0]).getNotAfter().toInstant();
        AtomicReference<Instant> clock = new AtomicReference<>(end.minusSeconds(1));
        List<String> events = new CopyOnWriteArrayList<>();
        SigningSettings settings = SigningSettings.of(Map.of(
                "CONTENT_SIGNATURE_KEY_FILE", keyFile.toString(),
                "CONTENT_SIGNATURE_CHAIN_FILE", chainFile.toString(),
                "CONTENT_SIGNATURE_X5U", X5U.toString()));
        ContentSigner signer = ContentSigner.of(settings, clock::get, new SplittableRandom(3), events::add);
        assertThat(signer.certificateExpiry()).hasValue(end);

        assertThat(outcome(signer)).isNull();
        assertThat(outcome(signer)).isNull();
        assertThat(events).isEmpty();
        clock.set(end.plusSeconds(1));
        assertThat(outcome(signer)).isInstanceOf(SigningException.class);
        assertThat(events).containsExactly(SigningEvents.LOCAL_KEY);
    }

    private static @Nullable Throwable outcome(ContentSigner signer) {
        return signer.sign("GMP", BODY)
                .<@Nullable Throwable>handle((signature, thrown) -> thrown)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void saysWhatIsWrongWithFiles() throws Exception {
        Path missing = directory.resolve("missing.pem");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path traditional = Files.writeString(
                directory.resolve("traditional.pem"),
                Files.readString(keyFile).replace("PRIVATE KEY", "EC PRIVATE KEY"));
        Path damaged = Files.writeString(
                directory.resolve("damaged.pem"), "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n");
        String noKey =
                " holds no unencrypted EC key in PKCS#8 PEM format; convert it with 'openssl pkcs8 -topk8 -nocrypt'";

        assertRefused(missing, chainFile, "Cannot read " + missing + ": there is no such file");
        assertRefused(keyFile, missing, "Cannot read " + missing + ": there is no such file");
        assertRefused(keyFile, empty, empty + " contains no PEM certificates");
        assertRefused(empty, chainFile, empty + noKey);
        assertRefused(traditional, chainFile, traditional + noKey);
        assertRefused(damaged, chainFile, damaged + noKey);
    }

    private static LocalSigner open(Path key, Path certificates) {
        return LocalSigner.open(new LocalKey(key, certificates, X5U), InstantSource.fixed(now), event -> {});
    }

    private static void assertRefused(Path key, Path certificates, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(key, certificates))
                .withMessage(message);
    }

    /** Verifies as clients do: raw r and s in the URL-safe Base64, over the answer behind a prefix. */
    private static void assertVerifies(String base64, byte[] body) throws Exception {
        assertThat(base64).matches("[A-Za-z0-9_-]{128}");
        Signature verifier = Signature.getInstance("SHA384withECDSAinP1363Format");
        verifier.initVerify(chain[0]);
        verifier.update("Content-Signature:\0".getBytes(UTF_8));
        verifier.update(body);
        assertThat(verifier.verify(Base64.getUrlDecoder().decode(base64))).isTrue();
    }
}
