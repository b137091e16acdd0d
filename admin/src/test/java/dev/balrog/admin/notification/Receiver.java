// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP server that records what is posted to it. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile int status = 204;
    private volatile String retryAfter = "";
    private volatile String rejected = "";
    private volatile boolean hanging;

    /** A request that was responded to with the given status. */
    record Request(String key, String event, String signature, String body, int status) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::respond);
        server.start();
    }

    private void respond(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        asked.countDown();
        if (hanging) {
            try {
                closing.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        int now = !rejected.isEmpty() && body.contains(rejected) ? 400 : status;
        received.add(new Request(
                header(exchange, "Idempotency-Key"),
                header(exchange, "X-Balrog-Event"),
                header(exchange, "X-Balrog-Signature"),
                body,
                now));
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        if (now / 100 == 3) {
            exchange.getResponseHeaders().set("Location", url("/elsewhere").toString());
        }
        exchange.sendResponseHeaders(now, -1);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Responds with a status from now on. */
    void respondWith(int newStatus, String newRetryAfter) {
        status = newStatus;
        retryAfter = newRetryAfter;
    }

    /** Rejects bodies that contain a string. */
    void reject(String content) {
        rejected = content;
    }

    /** Never responds from now on. */
    void hang() {
        hanging = true;
    }

    CountDownLatch asked() {
        return asked;
    }

    List<Request> received() {
        return received;
    }

    /** Returns the requests that were responded to with success. */
    List<Request> taken() {
        return received.stream().filter(request -> request.status / 100 == 2).toList();
    }

    List<String> events() {
        return taken().stream().map(Request::event).toList();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
