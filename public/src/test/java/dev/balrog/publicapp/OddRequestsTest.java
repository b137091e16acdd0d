// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.publicapp.HttpConnection.Response;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No request, however odd, is answered with a 5xx, or keeps the server from answering the next one. */
@Tag("slow")
class OddRequestsTest {
    private static final int CONNECTIONS = 4;
    private static final int REQUESTS_PER_CONNECTION = 30_000;

    private static final List<String> USUAL = List.of(
            "update",
            "json",
            "api",
            "v1",
            "rules",
            "releases",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "Firefox",
            "1.0",
            "60.*",
            "20240101000000",
            "Linux",
            "de",
            "release",
            "release-cck-x",
            "os",
            "ISET:SSE4_2,MEM:8096,JAWS:1",
            "default",
            "update.xml",
            "update.json",
            "builds",
            "revisions",
            "emergency_shutoff",
            "pins");

    private static final List<String> ODD = List.of(
            "",
            "%",
            "%OS_VERSION%",
            "%2F",
            "%00",
            "%0d%0a",
            "%ff",
            "%C3%A4",
            "..",
            "{x}",
            "|",
            "\\",
            "<script>",
            "'",
            "\"",
            "&",
            "99999999999999999999.0",
            "-1",
            "1.",
            ".",
            "60.0b3",
            "1.2.3.4.5",
            "x86%20de",
            "\u00e4",
            "~",
            "ISET:,MEM:x,JAWS:",
            ",,,",
            "a".repeat(500));

    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?force=1",
            "?force=-1&mig64=1",
            "?pin=",
            "?pin=1.",
            "?pin=x",
            "?pin=99999999999999999999.",
            "?a=b",
            "?%",
            "?=",
            "?&&",
            "?force=1?avast=1",
            "?product=Firefox",
            "?page=0",
            "?page=x&limit=-1",
            "?limit=999999999999",
            "?names_only=1",
            "?name_prefix=%25",
            "?timestamp=1");

    @TempDir
    Path directory;

    @Test
    void noneIsAnsweredWithAServerError() throws Exception {
        long seed = Long.getLong("balrog.seed", System.nanoTime());
        try (TestApp app = TestApp.start(
                        TestApp.database(TestDatabases.uri(Kind.SQLITE, directory), SampleState.STATE),
                        SampleState.CONFIG);
                ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<Integer>> clients = IntStream.range(0, CONNECTIONS)
                    .<Callable<Integer>>mapToObj(number -> () -> send(app.port(), new Random(seed + number)))
                    .toList();
            int answered = 0;
            for (Future<Integer> client : threads.invokeAll(clients)) {
                answered += client.get();
            }

            assertThat(answered).isEqualTo(CONNECTIONS * REQUESTS_PER_CONNECTION);
            assertThat(app.reported()).as("seed %d", seed).isEmpty();
        }
    }

    private static int send(int port, Random random) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            for (int i = 0; i < REQUESTS_PER_CONNECTION; i++) {
                String target = target(random);
                Response response = connection.send(method(random), target, Map.of("User-Agent", pick(random, ODD)));

                assertThat(response.status()).as(target).isLessThan(500);
            }
        }
        return REQUESTS_PER_CONNECTION;
    }

    private static String target(Random random) {
        // Mostly the form of a real URL, with something odd in it, since all else ends at the first segment.
        String target = random.nextBoolean()
                ? replaceOneSegment(SampleState.OFFERED_2_0, random)
                : "/"
                        + random.ints(random.nextInt(14), 0, 5)
                                .mapToObj(sampler -> pick(random, sampler == 0 ? ODD : USUAL))
                                .collect(Collectors.joining("/"));
        return target.replace(" ", "") + pick(random, QUERIES);
    }

    private static String replaceOneSegment(String target, Random random) {
        String[] segments = target.split("/");
        segments[1 + random.nextInt(segments.length - 1)] = pick(random, random.nextBoolean() ? ODD : USUAL);
        return String.join("/", segments);
    }

    private static String method(Random random) {
        return random.nextInt(20) > 0 ? "GET" : pick(random, List.of("HEAD", "OPTIONS", "DELETE", "PUT", "BREW"));
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
