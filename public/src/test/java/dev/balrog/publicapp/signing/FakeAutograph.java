// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that checks requests as Autograph does and answers as it is told to, or else with a signature. */
final class FakeAutograph implements AutoCloseable {
    static final String USERNAME = "alice";
    static final String PASSWORD = "fs5wgcer9qj819kfptdlp8gm227ewxnzvsuj9ztycsx08hfhzu";
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String X5U = "https://example.com/chains/autograph.pem";

    private static final String RESOURCE = "/sign/hash";
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Set<String> nonces = new HashSet<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

    /** What to do with one request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    FakeAutograph() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers the next request like this. */
    FakeAutograph then(Answer answer) {
        answers.add(answer);
        return this;
    }

    FakeAutograph then(int status, String body) {
        return then(exchange -> send(exchange, status, body));
    }

    /** Answers the next request properly, but not before the latch is open. */
    FakeAutograph thenAfter(CountDownLatch latch) {
        return then(exchange -> {
            latch.await();
            sign(exchange);
        });
    }

    /** Sends the head of an answer to the next request and never its body. */
    FakeAutograph thenHang() {
        return then(exchange -> {
            exchange.sendResponseHeaders(201, 100);
            exchange.getResponseBody().flush();
            closing.await();
        });
    }

    /** What was asked for, in requests that were well authenticated. */
    List<JsonNode> requests() {
        return requests;
    }

    /** The signature that the n-th request, the first being 1, is answered with. */
    static String signature(int n) {
        return "signature_-" + n;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!isAuthentic(exchange, body)) {
                send(exchange, 401, "no");
                return;
            }
            requests.add(new JsonMapper().readTree(body));
            Answer answer = answers.poll();
            if (answer == null) {
                sign(exchange);
            } else {
                answer.to(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sign(HttpExchange exchange) throws IOException {
        send(
                exchange,
                201,
                "[{\"ref\": \"1\", \"signature\": \"" + signature(requests.size()) + "\", \"x5u\": \"" + X5U + "\"}]");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private boolean isAuthentic(HttpExchange exchange, byte[] body) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        Map<String, String> hawk = new HashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(header);
        while (attribute.find()) {
            hawk.put(attribute.group(1), attribute.group(2));
        }
        String normalized = "hawk.1.header\n%s\n%s\n%s\n%s\n127.0.0.1\n%d\n%s\n\n"
                .formatted(
                        hawk.get("ts"),
                        hawk.get("nonce"),
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        server.getAddress().getPort(),
                        hash(exchange.getRequestHeaders().getFirst("Content-Type"), body));
        synchronized (nonces) {
            return header.startsWith("Hawk ")
                    && exchange.getRequestURI().toString().equals(RESOURCE)
                    && USERNAME.equals(hawk.get("id"))
                    && Long.toString(NOW.getEpochSecond()).equals(hawk.get("ts"))
                    && mac(normalized).equals(hawk.get("mac"))
                    && nonces.add(hawk.get("nonce"));
        }
    }

    private static String hash(String contentType, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("hawk.1.payload\n" + contentType + "\n" + new String(body, UTF_8) + "\n").getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(PASSWORD.getBytes(UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
