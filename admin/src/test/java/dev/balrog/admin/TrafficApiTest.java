// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.sun.net.httpserver.HttpServer;
import dev.balrog.store.TestDatabases.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The database has no part in it, so one kind is enough; the real Prometheus is asked with the dashboards. */
@Tag("slow")
@Timeout(120)
class TrafficApiTest {
    private static final Schema TRAFFIC = Explained.schema("Traffic");

    @TempDir
    private Path directory;

    private static JsonNode traffic(AdminOnDatabase admin, String query) throws Exception {
        HttpResponse<String> response = admin.send("GET", "/v2/traffic" + query, "", Explained.ADA);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode traffic = Explained.JSON.readTree(response.body());
        assertThat(TRAFFIC.validate(traffic)).as("%s", traffic).isEmpty();
        return traffic;
    }

    private static void prometheusAt(AdminOnDatabase admin, String url) throws Exception {
        ObjectNode settings = Explained.JSON.createObjectNode();
        settings.setAll((ObjectNode) Explained.SETTINGS);
        admin.configure(settings.put("PROMETHEUS_URL", url), null);
    }

    @Test
    void tellsSharesOrWhyThereAreNone() throws Exception {
        HttpServer prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prometheus.createContext("/", exchange -> {
            long now = System.currentTimeMillis() / 1_000;
            byte[] body = """
                    {"status": "success", "data": {"resultType": "matrix", "result": [
                      {"metric": {"product": "Firefox", "rule": "1"}, "values": [[%d, "3"]]},
                      {"metric": {"product": "Firefox", "rule": "2"}, "values": [[%d, "1"]]}]}}
                    """.formatted(now, now).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        prometheus.start();
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            JsonNode without = traffic(admin, "?by=rule");
            assertThat(without.path("configured").asBoolean()).isFalse();
            assertThat(without.path("series")).isEmpty();

            prometheusAt(admin, "http://127.0.0.1:" + prometheus.getAddress().getPort());
            JsonNode first = traffic(admin, "?by=rule&range=1h&limit=1");
            assertThat(first.path("configured").asBoolean()).isTrue();
            assertThat(first.path("times")).hasSize(61);
            assertThat(first.path("series"))
                    .singleElement()
                    .satisfies(part -> assertThat(part.path("name").asString()).isEqualTo("1"))
                    .satisfies(part -> assertThat(part.path("share").asDouble()).isEqualTo(0.75));
            assertThat(first.path("others").path("share").asDouble()).isEqualTo(0.25);
            JsonNode second = traffic(admin, "?by=rule&range=1h&name=2&product=Firefox");
            assertThat(second.path("series"))
                    .singleElement()
                    .satisfies(part -> assertThat(part.path("share").asDouble()).isEqualTo(0.25));
            assertThat(second.path("others").isNull()).isTrue();
            assertThat(traffic(admin, "?by=rule&product=Thunderbird").path("series"))
                    .isEmpty();

            for (String bad :
                    List.of("", "?by=locale", "?by=rule&range=1y", "?by=rule&limit=0", "?by=rule&limit=101")) {
                assertThat(admin.send("GET", "/v2/traffic" + bad, "", Explained.ADA)
                                .statusCode())
                        .as(bad)
                        .isEqualTo(400);
            }
            assertThat(admin.send("GET", "/v2/traffic?by=rule", "", List.of()).statusCode())
                    .isEqualTo(401);

            prometheusAt(admin, "http://127.0.0.1:1");
            HttpResponse<String> down = admin.send("GET", "/v2/traffic?by=rule", "", Explained.ADA);
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(Explained.JSON.readTree(down.body()).path("detail").asString())
                    .isEqualTo("Prometheus: can't connect");
        } finally {
            prometheus.stop(0);
        }
    }
}
