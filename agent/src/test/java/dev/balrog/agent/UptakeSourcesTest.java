// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import static dev.balrog.client.fixture.FakeServer.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.client.fixture.FakeServer;
import dev.balrog.service.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class UptakeSourcesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String QUERY = "sum(c{p=\"{product}\",h=\"{channel}\"})";
    private static final String ASKED =
            "GET /prom/api/v1/query?query=sum%28c%7Bp%3D%22Fire%20fox%22%2Ch%3D%22a%5C%22b%22%7D%29";
    private static final String VECTOR = "{'status':'success','data':{'resultType':'vector','result':";

    private final FakeServer server = new FakeServer();
    private final UptakeSource prometheus = new PrometheusUptake(URI.create(server.url() + "/prom/"), QUERY, TIMEOUT);
    private final UptakeSource json =
            new JsonUptake(server.url() + "/uptake/{product}?on={channel}", "/data/0/uptake", TIMEOUT);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksPrometheus() throws UptakeException {
        server.once(ASKED, json(VECTOR + "[{'metric':{},'value':[1435781451.781,'42.5']}]}}"))
                .once(ASKED, json("{'data':{'resultType':'scalar','result':[1435781451.781,'7']}}"));
        assertThat(prometheus.uptake("Fire fox", "a\"b")).hasValue(42.5);
        assertThat(prometheus.uptake("Fire fox", "a\"b")).hasValue(7);
    }

    @Test
    void knowsWhenPrometheusDoesNotKnow() throws UptakeException {
        server.once(ASKED, json(VECTOR + "[]}}")).once(ASKED, json(VECTOR + "[{'value':[1,'NaN']}]}}"));
        assertThat(prometheus.uptake("Fire fox", "a\"b")).isEmpty();
        assertThat(prometheus.uptake("Fire fox", "a\"b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'data':{'resultType':'vector','result':[{'value':[1,'1']},{'value':[1,'2']}]}} | the query must return one",
                "{'data':{'resultType':'matrix','result':[]}} | neither vector nor scalar",
                "{'data':{'resultType':'scalar','result':[1,'x']}} | is not a number: 'x'",
                "nonsense | not JSON"
            })
    void saysWhatIsWrongWithPrometheus(String answer, String message) {
        server.on(ASKED, json(answer));
        assertThatThrownBy(() -> prometheus.uptake("Fire fox", "a\"b"))
                .isInstanceOf(UptakeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void asksAnyServer() throws UptakeException {
        server.on("GET /uptake/Fire%20fox?on=a%26b", json("{'data':[{'uptake':12}]}"))
                .on("GET /uptake/Fire%20fox?on=none", json("{'data':[]}"));
        assertThat(json.uptake("Fire fox", "a&b")).hasValue(12);
        assertThat(json.uptake("Fire fox", "none")).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAServer() {
        server.on("GET /uptake/a?on=b", json("{'data':[{'uptake':'many'}]}"))
                .on("GET /uptake/a?on=c", Answer.text(503, "later"));
        assertThatThrownBy(() -> json.uptake("a", "b")).hasMessageContaining("at /data/0/uptake is not a number");
        assertThatThrownBy(() -> json.uptake("a", "c")).hasMessageContaining("responded with status 503");
        server.close();
        assertThatThrownBy(() -> json.uptake("a", "b")).hasMessageContaining("did not respond");
    }

    @Test
    void refusesWhatIsNoUrlOrPointer() {
        assertThatThrownBy(() -> new JsonUptake("http:// x", "/data", TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonUptake("http://x", "data", TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Timeout(30)
    void givesUpAServerWhoseResponseDoesNotEnd() throws Exception {
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> respondWithoutEnd(endless));
            UptakeSource source = new JsonUptake(
                    "http://127.0.0.1:" + endless.getLocalPort() + "/", "/uptake", Duration.ofMillis(500));
            assertThatThrownBy(() -> source.uptake("Firefox", "release"))
                    .isInstanceOf(UptakeException.class)
                    .hasMessageContaining("no complete response within 500 ms");
        }
    }

    private static void respondWithoutEnd(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(US_ASCII));
            client.getOutputStream().flush();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // The test has ended.
        }
    }
}
