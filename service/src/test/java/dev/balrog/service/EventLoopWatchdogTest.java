// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(120)
class EventLoopWatchdogTest {

    @Test
    void endsTheProcessWhenAnEventLoopIsStuck() throws Exception {
        Process process = start("PT5S");
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            int port = Integer.parseInt(nextPort(out));
            try (RawClient client = new RawClient(port)) {
                assertThat(client.request("GET /fine HTTP/1.1\nHost: x")
                                .answer()
                                .status())
                        .isEqualTo(200);
                client.request("GET /block HTTP/1.1\nHost: x");
                List<String> lines = new ArrayList<>();
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.add(line);
                }
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(EventLoopWatchdog.EXIT_CODE);
                assertThat(lines.stream().filter(line -> line.contains("has been stuck for 5 s")))
                        .singleElement()
                        .asString()
                        .contains("exit code 70")
                        .contains("EventLoopWatchdogTest$Server");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void leavesTheProcessAloneWhenToldTo() throws Exception {
        Process process = start("PT0S");
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            int port = Integer.parseInt(nextPort(out));
            try (RawClient client = new RawClient(port)) {
                client.request("GET /block HTTP/1.1\nHost: x");
                assertThat(process.waitFor(4, TimeUnit.SECONDS)).isFalse();
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static String nextPort(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("port ")) {
                return line.substring(5);
            }
        }
        throw new AssertionError("The server did not start.");
    }

    private static Process start(String timeout) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        timeout)
                .redirectErrorStream(true)
                .start();
    }

    /** Blocks its event loop when asked to. */
    static final class Server {
        private Server() {}

        public static void main(String[] arguments) throws Exception {
            HttpSettings settings = HttpSettings.listeningOn("127.0.0.1", 0)
                    .withEventLoops(2)
                    .withEventLoopTimeout(Duration.parse(arguments[0]));
            HttpService service = HttpService.start(
                    settings,
                    InstantSource.system(),
                    request -> {
                        if ("/block".equals(request.uri())) {
                            block();
                        }
                        Answer.text(200, "fine").send(request);
                    },
                    (error, context) -> {});
            System.out.println("port " + service.port());
            Thread.sleep(Duration.ofMinutes(2));
        }

        private static void block() {
            try {
                Thread.sleep(Duration.ofMinutes(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
