// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SentryErrorReporterTest {

    private static final BuildInfo BUILD = new BuildInfo("1.2", "here", "abc");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpService sentry;

    @BeforeEach
    void startReceiver() throws IOException {
        ErrorReporter errors = (error, context) -> {
            throw new AssertionError(error);
        };
        BlockingHandler.Work receive = (request, body) -> {
            targets.add(request.uri());
            received.add(text(body));
            return Answer.text(200, "{}");
        };
        HttpSettings settings =
                HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1).withMaxBodyBytes(1_000_000);
        sentry = HttpService.start(
                settings, InstantSource.system(), new BlockingHandler(receive, 1_000_000, errors), errors);
    }

    @AfterEach
    void stopReceiver() {
        sentry.close();
    }

    private static String text(byte[] body) throws IOException {
        boolean zipped = body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b;
        if (!zipped) {
            return new String(body, UTF_8);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private SentryErrorReporter start(String dsn) {
        return SentryErrorReporter.start(ErrorSettings.parse(dsn, null, "1", BUILD), clock);
    }

    private String dsn() {
        return "http://key@127.0.0.1:" + sentry.port() + "/42";
    }

    private static IllegalStateException bug(String message) {
        return new IllegalStateException(message);
    }

    @Test
    void sendsErrorsWithReleaseEnvironmentAndContextButNoSecrets() {
        try (SentryErrorReporter reporter = start(dsn())) {
            IOException cause = new IOException("GET /x Authorization: Bearer abc.def.ghi");
            reporter.report(
                    new IllegalStateException("cannot connect to mysql://balrog:hunter2@db/balrog", cause),
                    Map.of("uri", "/update?token=t0p", "Cookie", "session=c00kie", "method", "GET"));
        }
        assertThat(targets).contains("/api/42/envelope/");
        String all = String.join("\n", received);
        assertThat(all)
                .contains("\"release\":\"1.2\"", "\"environment\":\"staging\"", "IllegalStateException")
                .contains("mysql://balrog:[removed]@db/balrog", "\"method\":\"GET\"", "/update?token=[removed]")
                .doesNotContain("hunter2", "abc.def.ghi", "t0p", "c00kie");
    }

    @Test
    void sendsOneErrorOfAKindAMinuteAndTheNumberOfTheOthers() {
        try (SentryErrorReporter reporter = start(dsn())) {
            for (int i = 0; i < 50; i++) {
                reporter.report(bug("flood " + i + "."), Map.of());
            }
            reporter.report(new IllegalArgumentException("another."), Map.of());
            now.updateAndGet(time -> time.plus(Duration.ofSeconds(61)));
            reporter.report(bug("later."), Map.of());
        }
        String all = String.join("\n", received);
        assertThat(all).contains("flood 0.", "another.", "later.", "\"held back before\":\"49\"");
        assertThat(all).doesNotContain("flood 1.", "flood 49.");
    }

    @Test
    void onlyLogsWithoutAnAddress() {
        try (SentryErrorReporter reporter = start("")) {
            reporter.report(bug("nobody is told"), Map.of());
        }
        assertThat(received).isEmpty();
    }

    @Test
    void anUnreachableSentryHarmsNobody() {
        sentry.close();
        try (SentryErrorReporter reporter = start(dsn())) {
            reporter.report(bug("lost"), Map.of());
        }
        assertThat(received).isEmpty();
    }

    @Test
    void theEnvironmentIsNamedOrFollowsFromStaging() {
        assertThat(ErrorSettings.parse(null, null, null, BUILD))
                .isEqualTo(new ErrorSettings(null, "production", "1.2"));
        assertThat(ErrorSettings.parse(null, "", "0", BUILD).environment()).isEqualTo("production");
        assertThat(ErrorSettings.parse(null, "canary", "1", BUILD).environment())
                .isEqualTo("canary");
    }

    @Test
    void wrongAddressesAreNamed() {
        assertThatThrownBy(() -> start("sentry.example.org"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SENTRY_DSN is not the DSN of a Sentry project");
    }
}
