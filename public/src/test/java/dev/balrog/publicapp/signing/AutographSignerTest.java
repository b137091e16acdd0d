// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.publicapp.signing.SigningSettings.Autograph;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class AutographSignerTest {
    private static final ContentHash HASH = ContentHash.of("<updates></updates>".getBytes(UTF_8));
    private static final RetryPolicy LONG_TIMEOUTS =
            new RetryPolicy(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(1));
    private static final RetryPolicy SHORT_TIMEOUTS =
            new RetryPolicy(Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofMillis(1));

    private final List<String> events = new CopyOnWriteArrayList<>();
    private FakeAutograph autograph;

    @BeforeEach
    void start() throws Exception {
        autograph = new FakeAutograph();
    }

    @AfterEach
    void stop() {
        autograph.close();
    }

    @Test
    void hasTheHashOfTheAnswerSigned() throws Exception {
        ContentSignature signature = signer(LONG_TIMEOUTS).sign(HASH);

        assertThat(signature.headerValue())
                .isEqualTo("x5u=" + FakeAutograph.X5U + "; p384ecdsa=" + FakeAutograph.signature(1));
        byte[] hash =
                MessageDigest.getInstance("SHA-384").digest("Content-Signature:\0<updates></updates>".getBytes(UTF_8));
        assertThat(autograph.requests())
                .containsExactly(new JsonMapper()
                        .readTree("[{\"input\": \"" + Base64.getEncoder().encodeToString(hash)
                                + "\", \"keyid\": \"gmp-key\"}]"));
        assertThat(events).containsExactly("code.201");
    }

    @Test
    void triesAgainAfterErrors() {
        autograph.then(503, "busy").then(500, "broken");

        assertThat(signer(LONG_TIMEOUTS).sign(HASH).p384ecdsa()).isEqualTo(FakeAutograph.signature(3));
        assertThat(events).containsExactly("code.503", "requests_error", "code.500", "requests_error", "code.201");
    }

    @Test
    void givesUpAfterThreeErrors() {
        autograph.then(503, "busy").then(503, "busy").then(502, "gone");

        assertThatExceptionOfType(SigningException.class)
                .isThrownBy(() -> signer(LONG_TIMEOUTS).sign(HASH))
                .withMessage("Autograph at " + autograph.url()
                        + " did not sign with key 'gmp-key' in 3 attempts; the last one: it responded with status 502");
        assertThat(autograph.requests()).hasSize(3);
    }

    @Test
    void tellsWhenItsSecretIsWrong() {
        Autograph account = new Autograph(autograph.url(), "gmp-key", FakeAutograph.USERNAME, "wrong");

        assertThatExceptionOfType(SigningException.class)
                .isThrownBy(() -> signer(account, LONG_TIMEOUTS).sign(HASH))
                .withMessageEndingWith("it responded with status 401");
        assertThat(autograph.requests()).isEmpty();
    }

    @Test
    void doesNotWaitForEverForABody() {
        autograph.thenHang().thenHang().thenHang();

        assertThatExceptionOfType(SigningException.class)
                .isThrownBy(() -> signer(SHORT_TIMEOUTS).sign(HASH))
                .withMessageEndingWith("no response within 100 ms");
        assertThat(events).containsExactly("requests_error", "requests_error", "requests_error");
    }

    @Test
    void triesAgainWhenTheConnectionBreaks() {
        autograph.then(exchange -> exchange.close());

        assertThat(signer(LONG_TIMEOUTS).sign(HASH).p384ecdsa()).isEqualTo(FakeAutograph.signature(2));
        assertThat(events).containsExactly("requests_error", "code.201");
    }

    @Test
    void tellsWhenNobodyListens() {
        autograph.close();

        assertThatExceptionOfType(SigningException.class)
                .isThrownBy(() -> signer(LONG_TIMEOUTS).sign(HASH))
                .withMessageContaining("the last one: no response: java.net.ConnectException");
    }

    @Test
    void triesAgainAfterWhatIsNoJson() {
        autograph.then(201, "<html>");

        assertThat(signer(LONG_TIMEOUTS).sign(HASH).p384ecdsa()).isEqualTo(FakeAutograph.signature(2));
        assertThat(events).containsExactly("code.201", "requests_error", "code.201");
    }

    @Test
    void doesNotReadEndlessAnswers() {
        autograph.then(201, " ".repeat(1_000_000));

        assertThat(signer(LONG_TIMEOUTS).sign(HASH).p384ecdsa()).isEqualTo(FakeAutograph.signature(2));
        assertThat(events).containsExactly("requests_error", "code.201");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[{\"signature\": \"a\", \"x5u\": \"b\"}, {\"signature\": \"a\", \"x5u\": \"b\"}]",
                "[{\"signature\": \"a\"}]",
                "[{\"x5u\": \"https://example.com\"}]",
                "[{\"signature\": \"\", \"x5u\": \"https://example.com\"}]",
                "[{\"signature\": 5, \"x5u\": \"https://example.com\"}]",
                "[{\"signature\": null, \"x5u\": \"https://example.com\"}]",
                "[{\"signature\": \"a\\r\\nSet-Cookie: b\", \"x5u\": \"https://example.com\"}]",
                "[{\"signature\": \"a\", \"x5u\": \"https://example.com; p384ecdsa=b\"}]",
                "[\"a\"]",
                "null"
            })
    void takesNothingForASignatureThatIsNone(String answer) {
        autograph.then(201, answer);

        assertThat(signer(LONG_TIMEOUTS).sign(HASH).p384ecdsa()).isEqualTo(FakeAutograph.signature(2));
        assertThat(events).containsExactly("code.201", "unknown_error", "code.201");
    }

    @Test
    void acceptsAUrlThatEndsInASlash() {
        Autograph account = new Autograph(
                URI.create(autograph.url() + "/"), "gmp-key", FakeAutograph.USERNAME, FakeAutograph.PASSWORD);

        assertThat(signer(account, LONG_TIMEOUTS).sign(HASH).x5u()).isEqualTo(FakeAutograph.X5U);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000, 1500", "2, 2000, 3000"})
    void pausesLongerEachTime(int attempt, long least, long most) {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(RetryPolicy.DEFAULT.pauseAfter(attempt, new SplittableRandom(seed)))
                    .as("seed %d", seed)
                    .isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
        }
    }

    private AutographSigner signer(RetryPolicy timeout) {
        return signer(
                new Autograph(autograph.url(), "gmp-key", FakeAutograph.USERNAME, FakeAutograph.PASSWORD), timeout);
    }

    private AutographSigner signer(Autograph account, RetryPolicy timeout) {
        return new AutographSigner(
                account, timeout, InstantSource.fixed(FakeAutograph.NOW), new SplittableRandom(1), events::add);
    }
}
