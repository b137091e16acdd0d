// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import dev.balrog.core.fixture.TestScale;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.schema.Schema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Attacks both apps, as processes with the JVM options and the heap of production, while honest clients go on asking.
 *
 * <p>In each build the attacks are short and the bounds wide, since machines are shared. In the profile {@code nightly}
 * attacks are as long and honest clients as many as docs/performance.md tells; figures are printed in both.
 */
@Timeout(900)
@Tag("exclusive")
@Tag("slow")
class AttackTest {
    private static final boolean LONG = TestScale.isNightly();
    private static final Duration ATTACK = LONG ? Duration.ofSeconds(15) : Duration.ofSeconds(3);
    private static final int HONEST_PER_SECOND = LONG ? 1_000 : 100;
    /** Wide: a probe may have to wait for the machine. */
    private static final Duration PROBE_BOUND = Duration.ofSeconds(LONG ? 1 : 20);

    private static final Duration RECOVERY_BOUND = Duration.ofSeconds(LONG ? 5 : 60);

    private static final Pattern URL = Pattern.compile("serves (?:the admin API|update requests) on (http://[0-9.:]+)");
    private static final String UPDATE =
            "/update/3/Firefox/1.0/20240101000000/Linux/de/release/os/default/default/update.xml";
    private static final String HEALTH = "/__lbheartbeat__";
    private static final int LARGE_BYTES = 5_000_000;
    /** Periods in which an app serves honest clients before the first attack, and its code is compiled. */
    private static final int WARM_UPS = LONG ? 2 : 0;

    private static final int MANY = LONG ? 500 : 300;

    @TempDir
    private Path directory;

    @Test
    void thePublicAppGoesOnServing() throws Exception {
        attack(
                "public",
                Map.of(),
                UPDATE,
                List.of(
                        Attack.pipelining(1, UPDATE),
                        Attack.pipelining(60, UPDATE),
                        Attack.pipelining(60, "/api/v1/rules"),
                        Attack.slowReaders(MANY, "/api/v1/releases/Firefox-large"),
                        Attack.slowSenders(MANY, "slow headers", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "),
                        Attack.slowSenders(
                                MANY, "slow bodies", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n"),
                        Attack.flood(4 * MANY),
                        Attack.odd(20)));
    }

    @Test
    void theAdminAppGoesOnServing() throws Exception {
        attack(
                "admin",
                Map.of(
                        "AUTH0_AUDIENCE", "balrog",
                        "OIDC_ISSUER", "http://127.0.0.1:9/",
                        "OIDC_JWKS",
                                Files.writeString(directory.resolve("jwks.json"), "{\"keys\": []}")
                                        .toString()),
                "/__version__",
                List.of(
                        Attack.pipelining(1, "/__version__"),
                        Attack.pipelining(60, "/rules"),
                        Attack.slowReaders(MANY, "/releases/Firefox-large"),
                        Attack.slowSenders(MANY, "slow headers", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "),
                        Attack.slowSenders(
                                MANY,
                                "slow bodies",
                                String.join(
                                        "\r\n",
                                        "POST /rules HTTP/1.1",
                                        "Host: x",
                                        "Content-Type: application/json",
                                        "Content-Length: 60000",
                                        "",
                                        "")),
                        Attack.flood(4 * MANY),
                        Attack.odd(20)));
    }

    private void attack(String app, Map<String, String> variables, String honestTarget, List<Attack> attacks)
            throws Exception {
        Container container = Container.of(app);
        int metricsPort = freePort();
        Map<String, String> environment = new HashMap<>(Map.of(
                "DBURI", database(),
                "PORT", "0",
                "METRICS_PORT", Integer.toString(metricsPort),
                "LOG_FORMAT", "plain",
                "REQUEST_LOG", "off",
                "RESPONSE_TIMEOUT", "10"));
        environment.putAll(variables);
        try (BalrogProcess process = BalrogProcess.start(directory, container.options(), environment, app)) {
            int port = URI.create(process.await(URL)).getPort();
            for (int i = 0; i < WARM_UPS; i++) {
                run(app, Attack.none(), container, process, port, honestTarget, metricsPort);
            }
            for (Attack attack : attacks) {
                run(app, attack, container, process, port, honestTarget, metricsPort);
            }
            assertThat(process.terminate()).isZero();
            assertThat(process.err()).doesNotContain("OutOfMemory");
        }
    }

    private static void run(
            String app,
            Attack attack,
            Container container,
            BalrogProcess process,
            int port,
            String honestTarget,
            int metricsPort)
            throws Exception {
        HonestClients honest = HonestClients.keepingConnections(port, honestTarget, 4, HONEST_PER_SECOND, PROBE_BOUND);
        HonestClients probe = HonestClients.probe(port, HEALTH, 5, PROBE_BOUND);
        try (honest;
                probe) {
            attack.run(port, ATTACK);
        }
        long over = System.nanoTime();
        Duration recovery = recovery(port, metricsPort, over);
        long peak = peakMemory(process.pid());
        System.out.printf(
                Locale.ROOT,
                "%s | %s | health checks: worst %d ms | honest, %d/s: p99 %.1f ms, worst %d ms | recovery %d ms | memory %d MiB of %d%n",
                app,
                attack.name(),
                probe.quantile(1).toMillis(),
                HONEST_PER_SECOND,
                honest.quantile(0.99).toNanos() / 1e6,
                honest.quantile(1).toMillis(),
                recovery.toMillis(),
                peak >> 20,
                container.memoryBytes() >> 20);
        assertThat(process.isAlive()).as(attack.name()).isTrue();
        assertThat(probe.failures()).as(attack.name()).isEmpty();
        assertThat(probe.sent()).as(attack.name()).isPositive();
        assertThat(honest.failures()).as(attack.name()).isEmpty();
        assertThat(peak).as(attack.name()).isLessThan(container.memoryBytes());
        assertThat(recovery).as(attack.name()).isLessThan(RECOVERY_BOUND);
    }

    /** Waits until health checks are answered at once and no connection waits. */
    private static Duration recovery(int port, int metricsPort, long since) throws Exception {
        while (true) {
            long asked = System.nanoTime();
            try (Client client = Client.connect(port, PROBE_BOUND)) {
                client.get(HEALTH);
            }
            boolean prompt = System.nanoTime() - asked < Duration.ofSeconds(1).toNanos();
            String metrics = BalrogProcess.get("http://127.0.0.1:" + metricsPort + "/metrics");
            if (prompt
                    && metric(metrics, "balrog_http_unsent_bytes") == 0
                    && metric(metrics, "balrog_http_connections") < 20) {
                return Duration.ofNanos(System.nanoTime() - since);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(RECOVERY_BOUND.multipliedBy(2));
            Thread.sleep(50);
        }
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the most memory that the process has had at any time, as the kernel counts it for the container. */
    private static long peakMemory(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Makes a database with an update to offer, and a release of some megabytes that is read by the API alone. */
    private String database() {
        Path file = directory.resolve("attacked.db");
        String uri = "sqlite:///" + file;
        JsonNode state = JsonMapper.shared()
                .readTree("""
                {
                  "rules": [
                    {"rule_id": 1, "priority": 100, "mapping": "Firefox-2.0", "backgroundRate": 100, "update_type": "minor",
                     "product": "Firefox", "channel": "release", "data_version": 3}
                  ],
                  "releases": [
                    {"name": "Firefox-2.0", "product": "Firefox", "read_only": false, "data_version": 1, "data": {
                      "name": "Firefox-2.0", "schema_version": 4, "hashFunction": "sha512",
                      "appVersion": "2.0", "displayVersion": "2.0", "platformVersion": "2.0",
                      "fileUrls": {"*": {"completes": {"*": "https://download.mozilla.org/%LOCALE%/2.0.mar"}}},
                      "platforms": {"Linux": {"buildID": "20240201000000", "OS_FTP": "linux", "OS_BOUNCER": "linux",
                        "locales": {"de": {"completes": [{"from": "*", "filesize": 7, "hashValue": "HASH"}]}}}}
                    }},
                    {"name": "Firefox-large", "product": "Firefox", "read_only": false, "data_version": 1, "data": {
                      "name": "Firefox-large", "schema_version": 4, "detailsUrl": "LARGE"}}
                  ]
                }
                """.replace("HASH", "0".repeat(128)).replace("LARGE", "x".repeat(LARGE_BYTES)));
        try (Database database = new Database(DatabaseUri.parse(uri), DatabaseOptions.forWriting())) {
            new Schema(database).upgrade();
            TestDatabases.fill(database, state);
        }
        return uri;
    }
}
