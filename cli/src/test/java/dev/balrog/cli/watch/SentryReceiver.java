// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Receives what a Sentry project would, over HTTP, and reads it by the rules for Sentry's envelopes. */
final class SentryReceiver implements AutoCloseable {
    private static final String PROJECT = "42";

    private final HttpServer server;
    private final List<Envelope> envelopes = new CopyOnWriteArrayList<>();

    /**
     * What came in one request.
     *
     * @param authorization the header by which a client says which key it has
     * @param text all of its body
     * @param events those of its items that are events
     */
    record Envelope(String path, String authorization, String text, List<JsonNode> events) {}

    SentryReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    String dsn() {
        return "http://publickey@127.0.0.1:" + server.getAddress().getPort() + "/" + PROJECT;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            String text = new String(zipped ? unzipped(body) : body, UTF_8);
            envelopes.add(new Envelope(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("X-Sentry-Auth")),
                    text,
                    events(text)));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    /** A header, then items: each has a header of its own, which says how long it is. */
    private static List<JsonNode> events(String text) {
        List<JsonNode> events = new ArrayList<>();
        byte[] all = text.getBytes(UTF_8);
        int at = text.substring(0, text.indexOf('\n') + 1).getBytes(UTF_8).length;
        while (at < all.length) {
            int end = at;
            while (all[end] != '\n') {
                end++;
            }
            JsonNode header = JsonMapper.shared().readTree(new String(all, at, end - at, UTF_8));
            int length = header.get("length").asInt();
            if (header.get("type").asString().equals("event")) {
                events.add(JsonMapper.shared().readTree(new String(all, end + 1, length, UTF_8)));
            }
            at = end + 1 + length + 1;
        }
        return events;
    }

    /** All that was received. */
    List<Envelope> envelopes() {
        return List.copyOf(envelopes);
    }

    /** The events that were received. */
    List<JsonNode> events() {
        return envelopes.stream()
                .flatMap(envelope -> envelope.events().stream())
                .toList();
    }

    /** Waits for the first event. */
    void awaitEvent() throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (events().isEmpty()) {
            assertThat(System.nanoTime()).as("no event was received").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
