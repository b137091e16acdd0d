// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.MariaDbServer;
import dev.balrog.store.schema.Schema;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Responses of the admin API while the database drops connections, holds locks, is read-only or is down. */
@Tag("slow")
class DatabaseFailureTest {
    private static final DatabaseOptions LONG_TIMEOUTS =
            new DatabaseOptions(false, 4, Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(30));

    private static final List<String> LISTS = List.of("/rules", "/releases", "/v2/releases");

    private static final JsonNode STATE = JsonMapper.shared().readTree("""
            {"permissions": [{"username": "ada", "permission": "admin", "data_version": 1}],
             "rules": [{"rule_id": 1, "product": "P", "priority": 1, "backgroundRate": 100, "update_type": "minor",
                        "data_version": 1}],
             "releases_json": [{"name": "P-1", "product": "P", "data_version": 1, "read_only": false, "data":
                 {"name": "P-1", "schema_version": 9, "hashFunction": "sha512", "platforms": {}}}]}""");

    private static final String RULE = """
            {"product": "P", "priority": 1, "backgroundRate": 0, "update_type": "minor", "mapping": "P-1"}""";

    private static @Nullable MariaDbServer started;

    private static int number;

    @TempDir
    private Path directory;

    private @Nullable AdminOnDatabase running;

    @BeforeAll
    static void startServer() throws IOException {
        started = MariaDbServer.startWith(List.of("--innodb-lock-wait-timeout=1"));
    }

    private static MariaDbServer server() {
        return Objects.requireNonNull(started);
    }

    private AdminOnDatabase admin() {
        return Objects.requireNonNull(running);
    }

    @BeforeEach
    void start() throws IOException {
        String name = "balrog" + ++number;
        server().execute(
                        "CREATE DATABASE " + name,
                        "CREATE OR REPLACE USER app IDENTIFIED BY 'x'",
                        "GRANT ALL ON " + name + ".* TO app");
        Database database = new Database(
                DatabaseUri.parse("mysql://app:x@127.0.0.1:" + server().port() + "/" + name), LONG_TIMEOUTS);
        new Schema(database).upgrade();
        AdminOnDatabase admin = AdminOnDatabase.start(database, directory);
        running = admin;
        admin.reset(STATE);
        admin.configure(JsonMapper.shared().readTree("{\"DB_ALLOWLIST\": {}}"), null);
    }

    @AfterEach
    void close() {
        admin().close();
    }

    private HttpResponse<String> get(String target) throws Exception {
        return admin().send("GET", target, "", AdminOnDatabase.ADA);
    }

    private HttpResponse<String> addRule() throws Exception {
        return admin().send("POST", "/rules", RULE, AdminOnDatabase.ADA);
    }

    private int rules() throws Exception {
        return JsonMapper.shared().readTree(get("/rules").body()).path("count").asInt();
    }

    @Test
    void aDroppedConnectionIsNotSeenByClients() throws Exception {
        for (String list : LISTS) {
            assertThat(get(list).statusCode()).isEqualTo(200);
        }
        for (String list : LISTS) {
            server().execute("KILL USER app");
            HttpResponse<String> response = get(list);
            assertThat(response.statusCode()).as(list + response.body()).isEqualTo(200);
        }
        server().execute("KILL USER app");
        assertAdded();
        assertThat(rules()).isEqualTo(2);
    }

    private void assertAdded() throws Exception {
        HttpResponse<String> response = addRule();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
        assertThat(response.body()).contains("nothing was changed");
    }

    @Test
    void aLockThatIsHeldForTooLongDefersAChange() throws Exception {
        try (Database other = new Database(admin().database().uri(), DatabaseOptions.forWriting())) {
            HttpResponse<String> response = other.write(sql -> {
                sql.fetch("SELECT id FROM balrog_change_lock WHERE id = 1 FOR UPDATE");
                try {
                    return addRule();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertUnavailable(response);
        }
        assertThat(rules()).isEqualTo(1);
        assertAdded();
    }

    @Test
    void aReadOnlyServerIsReadButNotWritten() throws Exception {
        server().execute("SET GLOBAL read_only = ON");
        try {
            assertUnavailable(addRule());
            assertThat(rules()).isEqualTo(1);
        } finally {
            server().execute("SET GLOBAL read_only = OFF");
        }
        assertAdded();
    }

    @Test
    void aServerThatIsDownIsUnavailableAndThenAnswersAgain() throws Exception {
        assertThat(rules()).isEqualTo(1);
        server().stop();
        try {
            assertUnavailable(get("/rules"));
            assertUnavailable(addRule());
        } finally {
            server().start(List.of("--innodb-lock-wait-timeout=1"));
        }
        assertAdded();
        assertThat(rules()).isEqualTo(2);
    }
}
