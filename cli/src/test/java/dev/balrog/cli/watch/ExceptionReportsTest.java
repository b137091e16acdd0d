// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static dev.balrog.client.fixture.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import dev.balrog.cli.watch.WatchedApps.App;
import dev.balrog.client.fixture.FakeServer;
import dev.balrog.service.BuildInfo;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Unexpected exceptions of each app are reported to Sentry once. */
@Tag("slow")
@Timeout(240)
class ExceptionReportsTest {
    private static final String REVISIONS = "/rules/1/revisions?page=1&limit=10";

    private SentryReceiver sentry;

    @TempDir
    private Path directory;

    @BeforeEach
    void receive() throws IOException {
        sentry = new SentryReceiver();
    }

    @AfterEach
    void stop() {
        sentry.close();
    }

    private Map<String, String> variables() {
        return Map.of("SENTRY_DSN", sentry.dsn(), "ENVIRONMENT", "rehearsed");
    }

    /** Column on which neither the snapshot nor the health check depends. */
    private static void breakIt(WatchedApps apps) {
        apps.database().write(sql -> sql.execute("ALTER TABLE rules_history DROP COLUMN comment"));
    }

    @Test
    void ofThePublicApp() throws Exception {
        try (WatchedApps apps = new WatchedApps(Kind.MARIADB, directory, variables())) {
            apps.start(App.PUBLIC, Map.of());
            breakIt(apps);
            assertThat(apps.send(App.PUBLIC, "GET", "/api/v1" + REVISIONS, "").statusCode())
                    .isEqualTo(503);
            sentry.awaitEvent();
            assertThat(apps.process(App.PUBLIC).terminate()).isZero();
            JsonNode context = onlyEvent(secrets(apps)).get("contexts").get("Balrog");
            assertThat(context.get("method").asString()).isEqualTo("GET");
            assertThat(context.get("uri").asString()).startsWith("/api/v1/rules/1/revisions?page=1");
        }
    }

    @Test
    void ofTheAdminApp() throws Exception {
        try (WatchedApps apps = new WatchedApps(Kind.MARIADB, directory, variables())) {
            apps.start(App.ADMIN, Map.of());
            breakIt(apps);
            assertThat(apps.send(App.ADMIN, "GET", "/api" + REVISIONS, "").statusCode())
                    .isBetween(500, 503);
            sentry.awaitEvent();
            assertThat(apps.process(App.ADMIN).terminate()).isZero();
            JsonNode context = onlyEvent(secrets(apps)).get("contexts").get("Balrog");
            assertThat(context.get("uri").asString()).startsWith("/api/rules/1/revisions?page=1");
            assertThat(context.get("operation").asString()).isEqualTo("listRuleRevisions");
        }
    }

    private static List<String> secrets(WatchedApps apps) {
        List<String> secrets = new ArrayList<>(List.of("c00kie", "eyJ"));
        if (apps.database().uri() instanceof DatabaseUri.MySql server) {
            assertThat(server.password()).isNotBlank();
            secrets.add(server.password());
        }
        return secrets;
    }

    @Test
    void ofTheAgent() throws Exception {
        try (FakeServer admin = new FakeServer()) {
            admin.on("POST /token", json("{'access_token':'eyJt0ken','expires_in':3600}"))
                    // No number that is a time.
                    .on(
                            "GET /api/scheduled_changes/rules",
                            json("{'scheduled_changes':[{'sc_id':1,'when':1e40,'comment':'qu3ry'}]}"));
            Map<String, String> variables = Map.of(
                    "SENTRY_DSN", sentry.dsn(),
                    "ENVIRONMENT", "rehearsed",
                    "BALROG_API_ROOT", admin.url() + "/api",
                    "TOKEN_URL", admin.url() + "/token",
                    "AUTH0_AUDIENCE", "balrog",
                    "AUTH0_M2M_CLIENT_ID", "me",
                    "AUTH0_M2M_CLIENT_SECRET", "c00kie",
                    "PORT", "0",
                    "METRICS_PORT", "0");
            try (BalrogProcess agent = BalrogProcess.start(directory, variables, "agent")) {
                sentry.awaitEvent();
                assertThat(agent.terminate()).isZero();
            }
            onlyEvent(List.of("c00kie", "eyJ", "qu3ry"));
        }
    }

    private JsonNode onlyEvent(List<String> secrets) {
        assertThat(sentry.events()).hasSize(1);
        JsonNode event = sentry.events().getFirst();
        assertThat(event.get("release").asString())
                .isEqualTo(BuildInfo.current().version());
        assertThat(event.get("environment").asString()).isEqualTo("rehearsed");
        assertThat(event.get("event_id").asString()).matches("[0-9a-f]{32}");
        assertThat(event.get("exception").get("values").get(0).get("stacktrace").get("frames"))
                .isNotEmpty();
        for (SentryReceiver.Envelope envelope : sentry.envelopes()) {
            assertThat(envelope.path()).isEqualTo("/api/42/envelope/");
            assertThat(envelope.authorization()).contains("sentry_key=publickey");
            assertThat(envelope.text()).doesNotContain(secrets);
        }
        return event;
    }
}
