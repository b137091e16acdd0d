// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A small server with one bucket in memory, which speaks as much of a cloud's protocol as is asked of it. */
abstract class CloudServer implements AutoCloseable {
    static final String BUCKET = "history";
    private static final int PAGE = 1000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final ConcurrentNavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>(
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    final Map<String, String> contentTypes = new ConcurrentHashMap<>();
    /** Statuses of the next answers; after these it works. */
    final ConcurrentLinkedQueue<Integer> failures = new ConcurrentLinkedQueue<>();

    CloudServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Integer failure = failures.poll();
            Answer answer = failure != null ? error(failure) : answer(exchange, body);
            exchange.getResponseHeaders().set("Content-Type", answer.type);
            exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
            exchange.getResponseBody().write(answer.body);
        }
    }

    /** What is sent back. */
    static final class Answer {
        private final int status;
        private final String type;
        private final byte[] body;

        Answer(int status, String type, byte[] body) {
            this.status = status;
            this.type = type;
            this.body = body;
        }

        static Answer of(int status, String type, String body) {
            return new Answer(status, type, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    abstract Answer answer(HttpExchange exchange, byte[] body) throws IOException;

    abstract Answer error(int status);

    static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static Map<String, String> query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? Map.of()
                : Arrays.stream(query.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0],
                                pair -> pair.length == 1 ? "" : decode(pair[1]),
                                (a, _) -> a,
                                TreeMap::new));
    }

    /** One page of the names that begin with a prefix, and whether there are more. */
    record Names(List<String> names, boolean more) {}

    Names names(String prefix, String after) {
        List<String> names = objects.tailMap(after, false).keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .limit(PAGE + 1)
                .toList();
        return new Names(names.stream().limit(PAGE).toList(), names.size() > PAGE);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
