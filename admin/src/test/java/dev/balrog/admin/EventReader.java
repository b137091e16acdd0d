// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Client of the stream of events: HTTP/1.0, so that the connection carries nothing but the stream. */
final class EventReader implements AutoCloseable {
    private static final int SMALL_BUFFER = 4_096;

    private final Socket socket = new Socket();
    private final Map<String, String> headers = new HashMap<>();
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final BufferedReader in;
    private final String statusLine;
    private final AtomicInteger comments = new AtomicInteger();

    /** An event of a stream; its id is empty if it has none. */
    record Event(String id, String type, JsonNode data) {
        long number() {
            return Long.parseLong(id);
        }

        String told(String name) {
            return data.path(name).asString();
        }
    }

    private EventReader(int port, @Nullable String user, @Nullable Long after) throws IOException {
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String head = "GET /api/v2/events HTTP/1.0\r\n"
                + (user == null ? "" : "Authorization: Bearer " + user + "\r\n")
                + (after == null ? "" : "Last-Event-ID: " + after + "\r\n");
        socket.getOutputStream().write((head + "\r\n").getBytes(UTF_8));
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 64);
        statusLine = Objects.requireNonNullElse(in.readLine(), "");
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    /** Opens a stream, and reads it as it arrives. */
    static EventReader open(AdminOnDatabase admin, @Nullable String user, @Nullable Long after) throws IOException {
        EventReader reader = stalled(admin, user, after);
        Thread.ofVirtual().start(reader::read);
        return reader;
    }

    /** Opens a stream whose body is not read yet. */
    static EventReader stalled(AdminOnDatabase admin, @Nullable String user, @Nullable Long after) throws IOException {
        return new EventReader(admin.port(), user, after);
    }

    int status() {
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** Reads all that there is until the stream ends. */
    void read() {
        try {
            Map<String, String> fields = new HashMap<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(":")) {
                    comments.incrementAndGet();
                } else if (!line.isEmpty()) {
                    String[] field = line.split(": ", 2);
                    fields.put(field[0], field[field.length - 1]);
                } else if (fields.containsKey("data")) {
                    events.add(new Event(
                            fields.getOrDefault("id", ""),
                            fields.getOrDefault("event", ""),
                            JsonMapper.shared().readTree(fields.get("data"))));
                    fields.clear();
                }
            }
        } catch (IOException closed) {
            // The test has closed the socket.
        } finally {
            ended.set(true);
        }
    }

    /** The next event; fails if none arrives in time. */
    Event next() throws InterruptedException {
        Event event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("next event").isNotNull();
        return Objects.requireNonNull(event);
    }

    /** Checks that a stream begins, and returns its first event. */
    Event opened() throws InterruptedException {
        assertThat(status()).isEqualTo(200);
        Event first = next();
        assertThat(first.type()).isEqualTo("open");
        return first;
    }

    /** All events that arrive within some time. */
    List<Event> within(Duration time) throws InterruptedException {
        List<Event> found = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            Event event = events.poll(left, TimeUnit.NANOSECONDS);
            if (event != null) {
                found.add(event);
            }
        }
        return found;
    }

    /** All events that have arrived and were not taken yet. */
    List<Event> arrived() {
        List<Event> found = new ArrayList<>();
        events.drainTo(found);
        return found;
    }

    boolean hasEnded() {
        return ended.get();
    }

    int comments() {
        return comments.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
