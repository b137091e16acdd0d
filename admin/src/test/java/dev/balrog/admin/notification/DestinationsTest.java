// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.balrog.admin.notification.DeliveryResult.Delivered;
import dev.balrog.admin.notification.DeliveryResult.Unavailable;
import dev.balrog.store.notification.QueuedEvent;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Tag("slow")
@Timeout(60)
class DestinationsTest {
    private static final String SECRET = "0123456789abcdef";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long SECONDS = 1_800_000_000;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(SECONDS));

    /** What an attacker might write as the comment of a shutoff. */
    private static final String HOSTILE =
            "<!channel> & <https://evil.example|here>\r\nBcc: victim@example.com\n\n.\r\nQUIT\u2028\u202Eend";

    private static QueuedEvent event(String comment, String product) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("id", "12-abcdef01-shutoff")
                .put("event", "shutoff")
                .put("time", 1)
                .put("environment", "production")
                .put("by", "ada\r\nX-Evil: 1")
                .put("url", "https://balrog.example.com/ui/shutoffs");
        payload.putObject("shutoff")
                .put("product", product)
                .put("channel", "release")
                .put("comment", comment);
        return new QueuedEvent(
                1,
                "12-abcdef01-shutoff",
                "shutoff",
                product,
                JsonMapper.shared().writeValueAsString(payload),
                1);
    }

    /** Verifies as docs/notifications.md tells receivers to. */
    private static boolean isSigned(String header, byte[] body, String secret) throws Exception {
        String time = header.substring("t=".length(), header.indexOf(','));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        mac.update(time.getBytes(UTF_8));
        mac.update((byte) '.');
        return header.equals("t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body)));
    }

    @Test
    void signsWebhooks() throws Exception {
        try (Receiver receiver = new Receiver();
                WebhookDestination webhook = new WebhookDestination(
                        new NotificationSettings.Webhook(receiver.url("/a?b=c"), SECRET), TIMEOUT, CLOCK)) {
            assertThat(webhook.deliver(event("äöü 🦊", "Firefox"))).isEqualTo(new Delivered());
            Receiver.Request request = receiver.taken().getFirst();
            byte[] body = request.body().getBytes(UTF_8);
            assertThat(request.json().path("shutoff").path("comment").asString())
                    .isEqualTo("äöü 🦊");
            assertThat(request.key()).isEqualTo("12-abcdef01-shutoff:" + webhook.id());
            assertThat(request.event()).isEqualTo("shutoff");
            assertThat(request.signature()).startsWith("t=" + SECONDS + ",v1=");
            assertThat(isSigned(request.signature(), body, SECRET)).isTrue();
            assertThat(isSigned(request.signature(), body, SECRET + "0")).isFalse();
            assertThat(isSigned(request.signature().replace("t=18", "t=19"), body, SECRET))
                    .isFalse();
            for (int i = 0; i < body.length; i++) {
                body[i] ^= 1;
                assertThat(isSigned(request.signature(), body, SECRET)).isFalse();
                body[i] ^= 1;
            }
        }
    }

    @Test
    void revealsNoSecret() {
        NotificationSettings settings = new NotificationSettings(
                List.of(new NotificationSettings.Webhook(URI.create("https://a.example/path-secret"), SECRET)),
                List.of(new NotificationSettings.Slack(URI.create("https://hooks.slack.com/services/path-secret"))),
                Optional.of(new NotificationSettings.Email(
                        SmtpServer.parse("smtp://user-secret:pass%40secret@mail.example.com"),
                        "balrog@example.com",
                        List.of("a@example.com"))),
                NotificationSettings.NONE.events(),
                NotificationSettings.NONE.products(),
                NotificationSettings.OVERDUE_AFTER,
                Optional.empty());
        assertThat(settings.toString()).doesNotContain("secret").doesNotContain(SECRET);
        SmtpServer server = settings.email().orElseThrow().server();
        assertThat(server.login()).contains(new SmtpServer.Login("user-secret", "pass@secret"));
        assertThat(server.port()).isEqualTo(587);
        assertThat(server.requiresStartTls()).isTrue();
        assertThat(SmtpServer.parse("smtp://127.0.0.1:2525").requiresStartTls()).isFalse();
        assertThat(SmtpServer.parse("smtps://mail.example.com").port()).isEqualTo(465);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/secret",
                "http://127.0.0.1.evil.example/secret",
                "http://localhost.evil.example/secret",
                "https://user:secret@hooks.example.com/",
                "ftp://hooks.example.com/secret",
                "file:///secret",
                "/secret"
            })
    void sendsNothingInClear(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NotificationSettings.Slack(URI.create(url)))
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:1/", "http://localhost/", "http://[::1]:80/", "https://hooks.example.com/x"})
    void acceptsTlsAndLoopback(String url) {
        assertThat(new NotificationSettings.Slack(URI.create(url)).url()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://mail.example.com", "smtp://", "smtp://onlyuser@mail.example.com", "mail", "smtp://h/x"})
    void understandsOnlySmtpUrls(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> SmtpServer.parse(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com"})
    void understandsOnlyMailAddresses(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NotificationSettings.Email(
                        SmtpServer.parse("smtp://127.0.0.1"), "balrog@example.com", List.of(address)));
    }

    @Test
    void slackGetsNoMentionsOrLinksFromUsers() throws Exception {
        try (Receiver receiver = new Receiver();
                SlackDestination slack = new SlackDestination(
                        new NotificationSettings.Slack(receiver.url("/services/x")), TIMEOUT, CLOCK)) {
            assertThat(slack.deliver(event(HOSTILE, "<@U123>"))).isEqualTo(new Delivered());
            JsonNode message = receiver.taken().getFirst().json();
            String text = message.path("text").asString();
            assertThat(text.lines().toList())
                    .containsExactly(
                            "Balrog production: updates shut off: &lt;@U123&gt; release",
                            "By: ada X-Evil: 1",
                            "Comment: &lt;!channel&gt; &amp; &lt;https://evil.example|here&gt; Bcc: victim@example.com ."
                                    + " QUIT end",
                            "<https://balrog.example.com/ui/shutoffs|Open in the console>");
            assertThat(message.path("unfurl_links").asBoolean(true)).isFalse();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static EmailDestination email(String url) {
        return new EmailDestination(
                new NotificationSettings.Email(
                        SmtpServer.parse(url),
                        "Balrog <balrog@example.com>",
                        List.of("a@example.com", "b@example.com")),
                Duration.ofSeconds(2),
                CLOCK);
    }

    @Test
    void mailHasNoHeadersFromUsers() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("balrog", "p@ss:word");
        server.start();
        int port = server.getSmtp().getPort();
        try (EmailDestination destination = email("smtp://balrog:p%40ss%3Aword@127.0.0.1:" + port)) {
            QueuedEvent event = event(HOSTILE, "Fire\r\nBcc: victim@example.com\r\n\r\nfox 🦊");
            assertThat(destination.deliver(event)).isEqualTo(new Delivered());
            assertThat(destination.deliver(event)).isEqualTo(new Delivered());
            MimeMessage[] received = server.getReceivedMessages();
            // One for each recipient and attempt.
            assertThat(received).hasSize(4);
            MimeMessage message = received[0];
            assertThat(message.getSubject())
                    .isEqualTo("Balrog production: updates shut off: Fire Bcc: victim@example.com fox 🦊 release");
            assertThat(message.getHeader("Bcc")).isNull();
            assertThat(message.getHeader("X-Evil")).isNull();
            assertThat(message.getRecipients(Message.RecipientType.TO)).hasSize(2);
            assertThat(message.getFrom()[0]).hasToString("Balrog <balrog@example.com>");
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(message.getMessageID()).isEqualTo("<12-abcdef01-shutoff.balrog@example.com>");
            assertThat(received[3].getMessageID()).isEqualTo(message.getMessageID());
            assertThat(message.getContent().toString().lines().toList())
                    .containsExactly(
                            "Balrog production: updates shut off: Fire Bcc: victim@example.com fox 🦊 release",
                            "",
                            "By: ada X-Evil: 1",
                            "Comment: <!channel> & <https://evil.example|here> Bcc: victim@example.com . QUIT end",
                            "",
                            "https://balrog.example.com/ui/shutoffs");
        } finally {
            server.stop();
        }
    }

    @Test
    void mailNeedsALoginThatWorks() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("balrog", "right");
        server.start();
        try (EmailDestination destination =
                email("smtp://balrog:wrong@127.0.0.1:" + server.getSmtp().getPort())) {
            assertThat(destination.deliver(event("", "Firefox")))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            failure -> assertThat(failure.reason()).doesNotContain("wrong"));
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    /** TLS that nobody can verify is not used: the certificate of the test server is its own. */
    @Test
    void mailIsNotSentToAnUnknownServer() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        server.start();
        try (EmailDestination destination =
                email("smtps://127.0.0.1:" + server.getSmtps().getPort())) {
            assertThat(destination.deliver(event("", "Firefox"))).isInstanceOf(Unavailable.class);
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    @Test
    void mailEndsWaitingForASilentServer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                EmailDestination destination = email("smtp://127.0.0.1:" + silent.getLocalPort())) {
            long begun = System.nanoTime();
            assertThat(destination.deliver(event("", "Firefox"))).isInstanceOf(Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
    }
}
