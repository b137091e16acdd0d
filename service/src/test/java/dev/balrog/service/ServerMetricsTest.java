// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.service.ServerMetrics.ResponseKind;
import dev.balrog.service.ServerMetrics.Times;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(60)
class ServerMetricsTest {

    private static final BuildInfo BUILD = new BuildInfo("1.2", "here", "abc");

    @Test
    void statsdGetsTheReferencesNamesInPythonsNotation() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ServerMetrics metrics = new ServerMetrics(statsd(server, "balrog.public"), BUILD)) {
            metrics.countResponse(ResponseKind.UPDATE, 200);
            metrics.phase("client", "parse_query").record(123_000);
            metrics.autographResponses(200).increment();
            metrics.autographErrors("requests_error").increment();
            assertThat(lines(server, 4))
                    .containsExactlyInAnyOrder(
                            "balrog.public.response.update.200:1|c",
                            "balrog.public.client.parse_query:0.123000|ms",
                            "balrog.public.autograph.code.200:1|c",
                            "balrog.public.autograph.requests_error:1|c");
        }
    }

    @Test
    void statsdGetsWhatWasMeasuredLast() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            try (ServerMetrics metrics = new ServerMetrics(statsd(server, ""), BUILD)) {
                metrics.countResponse(ResponseKind.UNKNOWN, 404);
            }
            assertThat(lines(server, 1)).containsExactly("response.unknown.404:1|c");
        }
    }

    @Test
    void manyTimingsAreSampledAndTheirRateIsSaid() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ServerMetrics metrics = new ServerMetrics(statsd(server, "p"), BUILD)) {
            Times times = metrics.phase("json", "make_response");
            for (int i = 0; i < 1_000; i++) {
                times.record(1_000_000);
            }
            double said = 0;
            // A measurement in the moment of a flush may be missing.
            while (said < 990) {
                for (String line : receive(server)) {
                    assertThat(line).matches("p\\.json\\.make_response:1\\.000000\\|ms(\\|@0\\.\\d+)?");
                    int at = line.indexOf('@');
                    said += at < 0 ? 1 : 1 / Double.parseDouble(line.substring(at + 1));
                }
            }
            assertThat(said).isLessThan(1_001);
        }
    }

    @Test
    void prometheusGetsHowDurationsAreDistributed() {
        try (ServerMetrics metrics = new ServerMetrics(null, BUILD)) {
            ServerMetrics.Durations durations = metrics.durations("some_seconds", "How long it took.");
            durations.record(300_000);
            durations.record(2_000_000_000);
            assertThat(metrics.scrape().lines())
                    .contains(
                            "some_seconds_bucket{le=\"2.5E-4\"} 0",
                            "some_seconds_bucket{le=\"5.0E-4\"} 1",
                            "some_seconds_bucket{le=\"2.5\"} 2",
                            "some_seconds_count 2");
        }
    }

    @Test
    void anUnreachableStatsdServerHarmsNobody() {
        StatsdSettings nowhere = new StatsdSettings("statsd.invalid", 8_125, "p");
        try (ServerMetrics metrics = new ServerMetrics(nowhere, BUILD)) {
            metrics.countResponse(ResponseKind.API, 200);
            assertThat(metrics.scrape()).contains("balrog_responses_total{kind=\"api\",status=\"200\"} 1.0");
        }
    }

    @Test
    void prometheusGetsNamesAndLabelsThatAreUsualThere() throws Exception {
        InstantSource clock = InstantSource.system();
        ErrorReporter errors = (error, context) -> {
            throw new AssertionError(error);
        };
        try (ServerMetrics metrics = new ServerMetrics(null, BUILD);
                MetricsEndpoint endpoint = MetricsEndpoint.start("127.0.0.1", 0, clock, metrics, errors, Map.of())) {
            metrics.countResponse(ResponseKind.UPDATE, 200);
            metrics.countResponse(ResponseKind.UPDATE, 200);
            metrics.countResponse(ResponseKind.UPDATE, 400);
            metrics.phase("client", "evaluate_rules").record(2_000_000);
            metrics.gauge("balrog.snapshot.rules", "Rules in memory.", () -> 17);
            metrics.countedElsewhere("balrog.connections.refused", "Connections refused.", () -> 3);
            RawClient.RawAnswer answer = get(endpoint, "/metrics");
            assertThat(answer.header("content-type")).startsWith("text/plain; version=0.0.4");
            assertThat(answer.body().lines())
                    .contains(
                            "balrog_responses_total{kind=\"update\",status=\"200\"} 2.0",
                            "balrog_responses_total{kind=\"update\",status=\"400\"} 1.0",
                            "balrog_phase_seconds_count{kind=\"client\",phase=\"evaluate_rules\"} 1",
                            "balrog_phase_seconds_sum{kind=\"client\",phase=\"evaluate_rules\"} 0.002",
                            "balrog_snapshot_rules 17.0",
                            "balrog_connections_refused_total 3.0",
                            "balrog_build_info{commit=\"abc\",version=\"1.2\"} 1");
            assertThat(answer.body())
                    .contains(
                            "jvm_memory_used_bytes", "jvm_threads_live", "process_uptime_seconds", "process_cpu_usage");
            assertThat(get(endpoint, "/elsewhere").status()).isEqualTo(404);
        }
    }

    @Test
    void namesStatsdSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new StatsdSettings("localhost", 0, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("STATSD_PORT 0 does not exist: give 1 to 65535.");
        assertThatThrownBy(() -> new StatsdSettings(" ", 1, "")).hasMessageContaining("STATSD_HOST is empty");
    }

    private static StatsdSettings statsd(DatagramSocket server, String prefix) {
        return new StatsdSettings("127.0.0.1", server.getLocalPort(), prefix);
    }

    private static RawClient.RawAnswer get(MetricsEndpoint endpoint, String path) throws IOException {
        try (RawClient client = new RawClient(endpoint.port())) {
            return client.request("GET " + path + " HTTP/1.1\nHost: x").answer();
        }
    }

    private static List<String> lines(DatagramSocket server, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.addAll(receive(server));
        }
        return lines;
    }

    private static List<String> receive(DatagramSocket server) throws IOException {
        server.setSoTimeout(10_000);
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        server.receive(packet);
        assertThat(packet.getLength()).isLessThanOrEqualTo(512);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8)
                .lines()
                .toList();
    }
}
