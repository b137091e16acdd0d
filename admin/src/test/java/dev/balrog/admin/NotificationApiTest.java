// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static dev.balrog.admin.Changes.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.balrog.admin.notification.NotificationEvent;
import dev.balrog.admin.notification.NotificationSettings;
import dev.balrog.admin.notification.Notifications;
import dev.balrog.store.TestDatabases.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The destinations of notifications, over HTTP. */
@Tag("slow")
class NotificationApiTest {
    private static final String STATE = """
            {'permissions': [
               {'permission': 'admin', 'username': 'ada', 'data_version': 1},
               {'permission': 'admin', 'username': 'bob', 'options': {'products': ['Firefox']}, 'data_version': 1},
               {'permission': 'rule', 'username': 'mal', 'data_version': 1}]}""";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void showsTheStateAndSendsTests(Kind kind) throws Exception {
        AtomicInteger status = new AtomicInteger(500);
        AtomicReference<String> received = new AtomicReference<>("");
        HttpServer webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> {
            received.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        webhook.start();
        AtomicReference<Notifications> started = new AtomicReference<>();
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory)) {
            admin.notify(engine -> {
                started.set(new Notifications(
                        admin.database(),
                        engine,
                        settings(webhook.getAddress().getPort()),
                        "tests",
                        Duration.ofSeconds(5),
                        InstantSource.system(),
                        System::nanoTime));
                return started.get();
            });
            admin.reset(json(STATE));
            admin.configure(json("{'DB_ALLOWLIST': {}}"), null);
            run(started.get());
            send(admin, "ada", 200, "POST", "/emergency_shutoff", "{'product': 'Firefox', 'channel': 'release'}");
            run(started.get());

            String body = send(admin, "mal", 200, "GET", "/v2/notifications", "");
            assertThat(body).doesNotContain("s3cret").doesNotContain("0123456789abcdef");
            JsonNode failing = json(body).path("destinations").get(0);
            assertThat(json(body).path("events")).isEqualTo(json("['shutoff', 'resumed']"));
            assertThat(json(body).path("products")).isEqualTo(json("['Firefox']"));
            assertThat(failing.path("kind").asString()).isEqualTo("webhook");
            assertThat(failing.path("host").asString()).isEqualTo("127.0.0.1");
            assertThat(failing.path("failures").asInt()).isEqualTo(1);
            assertThat(failing.path("oldest_undelivered").isNumber()).isTrue();
            assertThat(failing.path("next_attempt").isNumber()).isTrue();
            assertThat(failing.at("/this_app/last_error").asString()).isEqualTo("status 500");

            String test = "/v2/notifications/" + failing.path("id").asString() + "/test";
            assertThat(json(send(admin, "ada", 200, "POST", test, "")))
                    .isEqualTo(json("{'delivered': false, 'error': 'status 500'}"));
            status.set(204);
            assertThat(json(send(admin, "ada", 200, "POST", test, "")))
                    .isEqualTo(json("{'delivered': true, 'error': null}"));
            assertThat(json(received.get()).path("event").asString()).isEqualTo("test");
            assertThat(json(received.get()).path("by").asString()).isEqualTo("ada");
            // The event that waits was not touched.
            assertThat(json(send(admin, "ada", 200, "GET", "/v2/notifications", ""))
                            .at("/destinations/0/failures")
                            .asInt())
                    .isEqualTo(1);

            received.set("");
            send(admin, "mal", 403, "POST", test, "");
            send(admin, "bob", 403, "POST", test, "");
            assertThat(received.get()).isEmpty();
            send(admin, "ada", 404, "POST", "/v2/notifications/none/test", "");
        } finally {
            webhook.stop(0);
        }
    }

    @Test
    void hasNoDestinationsWhereNoneAreConfigured() throws Exception {
        try (AdminOnDatabase admin = AdminOnDatabase.start(Kind.SQLITE, directory, json(STATE), "{}")) {
            assertThat(json(send(admin, "mal", 200, "GET", "/v2/notifications", "")))
                    .isEqualTo(json("{'events': [], 'products': [], 'destinations': []}"));
            send(admin, "ada", 404, "POST", "/v2/notifications/webhook-1/test", "");
            assertThat(admin.send("GET", "/v2/notifications", "", List.of()).statusCode())
                    .isEqualTo(401);
        }
    }

    private static void run(Notifications notifications) {
        notifications.tasks().values().forEach(Runnable::run);
    }

    private static NotificationSettings settings(int port) {
        return new NotificationSettings(
                List.of(new NotificationSettings.Webhook(
                        URI.create("http://127.0.0.1:" + port + "/s3cret"), "0123456789abcdef")),
                List.of(),
                Optional.empty(),
                EnumSet.of(NotificationEvent.SHUTOFF, NotificationEvent.RESUMED),
                Set.of("Firefox"),
                NotificationSettings.OVERDUE_AFTER,
                Optional.empty());
    }

    private static String send(AdminOnDatabase admin, String user, int status, String method, String path, String body)
            throws Exception {
        HttpResponse<String> response = admin.send(
                method,
                path,
                body.isEmpty() ? "" : json(body).toString(),
                List.of("Authorization", "Bearer " + user, "Content-Type", "application/json"));
        assertThat(response.statusCode()).as(response.body()).isBetween(status, status == 200 ? 201 : status);
        return response.body();
    }
}
