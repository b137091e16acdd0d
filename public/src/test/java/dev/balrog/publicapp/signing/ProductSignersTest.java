// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balrog.publicapp.signing.SigningSettings.Autograph;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductSignersTest {
    private static final byte[] BODY = "<updates></updates>".getBytes(UTF_8);
    private static final byte[] OTHER_BODY = "<updates>\n</updates>".getBytes(UTF_8);
    private static final RetryPolicy TIMEOUT =
            new RetryPolicy(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(1));

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private FakeAutograph autograph;
    private ContentSigner signers;

    @BeforeEach
    void start() throws Exception {
        autograph = new FakeAutograph();
        signers =
                new ProductSigners(Map.of("GMP", signer("gmp"), "Firefox", signer("firefox")), nanos::get, events::add);
    }

    @AfterEach
    void stop() {
        autograph.close();
    }

    @Test
    void signsWhatThereIsAKeyFor() {
        assertThat(signers.signs("GMP")).isTrue();
        assertThat(signers.signs("gmp")).isFalse();
        assertThat(signers.signs(ContentSigner.JSON)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> signers.sign(ContentSigner.JSON, BODY));
        assertThat(signers.certificateChain()).isEmpty();
    }

    @Test
    void signsAnAnswerOnceADay() {
        assertThat(await(signers.sign("GMP", BODY))).isEqualTo(header(1));

        nanos.set(Duration.ofDays(1).minusNanos(1).toNanos());
        CompletionStage<String> again = signers.sign("GMP", BODY);
        assertThat(again.toCompletableFuture()).isCompletedWithValue(header(1));

        nanos.set(Duration.ofDays(1).toNanos());
        assertThat(await(signers.sign("GMP", BODY))).isEqualTo(header(2));
    }

    @Test
    void signsEachAnswerWithEachKey() {
        assertThat(await(signers.sign("GMP", BODY))).isEqualTo(header(1));
        assertThat(await(signers.sign("GMP", OTHER_BODY))).isEqualTo(header(2));
        assertThat(await(signers.sign("Firefox", BODY))).isEqualTo(header(3));
        assertThat(autograph.requests())
                .extracting(request -> request.get(0).get("keyid").stringValue())
                .containsExactly("gmp", "gmp", "firefox");
    }

    @Test
    void asksOnceForAllThatWaitAndNeverBlocks() {
        CountDownLatch ready = new CountDownLatch(1);
        autograph.thenAfter(ready);

        CompletionStage<String> first = signers.sign("GMP", BODY);
        CompletionStage<String> second = signers.sign("GMP", BODY);
        assertThat(first.toCompletableFuture()).isNotDone();
        assertThat(second.toCompletableFuture()).isNotDone();
        ready.countDown();

        assertThat(await(first)).isEqualTo(header(1));
        assertThat(await(second)).isEqualTo(header(1));
        assertThat(autograph.requests()).hasSize(1);
    }

    @Test
    void failsWithTheReasonAndTriesAgainForTheNextRequest() {
        autograph.then(500, "").then(500, "").then(500, "");

        Throwable failure = await(signers.sign("GMP", BODY).<Throwable>handle((signature, thrown) -> thrown));
        assertThat(failure).isInstanceOf(SigningException.class).hasMessageContaining("status 500");

        assertThat(await(signers.sign("GMP", BODY))).isEqualTo(header(4));
    }

    @Test
    void refusesWhatWouldBeTooMuchAtOnce() {
        CountDownLatch ready = new CountDownLatch(1);
        List<CompletionStage<String>> accepted = new ArrayList<>();
        for (int i = 0; i < ProductSigners.MAX_PENDING; i++) {
            autograph.thenAfter(ready);
            accepted.add(signers.sign("GMP", new byte[i]));
        }

        assertThat(await(signers.sign("GMP", BODY).<Throwable>handle((signature, thrown) -> thrown)))
                .isInstanceOf(SigningException.class)
                .hasMessage("Too many responses are waiting for a signature: 200");
        assertThat(events).containsExactly(SigningEvents.OVERLOADED);
        CompletionStage<String> joined = signers.sign("GMP", new byte[0]);
        ready.countDown();

        assertThat(await(joined)).isEqualTo(await(accepted.getFirst()));
        assertThat(accepted).allSatisfy(stage -> assertThat(await(stage)).startsWith("x5u="));
        assertThat(await(signers.sign("GMP", BODY))).startsWith("x5u=");
    }

    @Test
    void opensWhatIsConfiguredAndSharesWhatIsTheSame() {
        SigningSettings settings = SigningSettings.of(Map.of(
                "AUTOGRAPH_URL",
                autograph.url().toString(),
                "AUTOGRAPH_KEYID",
                "default",
                "AUTOGRAPH_USERNAME",
                FakeAutograph.USERNAME,
                "AUTOGRAPH_PASSWORD",
                FakeAutograph.PASSWORD));
        ContentSigner opened = ContentSigner.of(
                settings, InstantSource.fixed(FakeAutograph.NOW), new SplittableRandom(2), event -> {});

        assertThat(await(opened.sign("GMP", BODY))).isEqualTo(header(1));
        assertThat(await(opened.sign(ContentSigner.JSON, BODY))).isEqualTo(header(1));
        assertThat(opened.signs("Firefox")).isFalse();
    }

    private AutographSigner signer(String keyId) {
        return new AutographSigner(
                new Autograph(autograph.url(), keyId, FakeAutograph.USERNAME, FakeAutograph.PASSWORD),
                TIMEOUT,
                InstantSource.fixed(FakeAutograph.NOW),
                new SplittableRandom(keyId.hashCode()),
                event -> {});
    }

    private static String header(int request) {
        return "x5u=" + FakeAutograph.X5U + "; p384ecdsa=" + FakeAutograph.signature(request);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
