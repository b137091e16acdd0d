// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import dev.balrog.cli.Run;
import dev.balrog.cli.demo.DemoCommand;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandsTest {
    private static final Pattern DEMO_URL =
            Pattern.compile("serves update requests on (http://[^\\s]+)[\\s\\S]*ctrl-C");
    private static final Pattern PUBLIC_URL = Pattern.compile("serves update requests on (http://[0-9.:]+)");

    @TempDir
    private Path directory;

    private static List<String> curled(String output) {
        Matcher matcher = Pattern.compile("^ +curl (\\S+)$", Pattern.MULTILINE).matcher(output);
        return matcher.results().map(found -> found.group(1)).toList();
    }

    @Test
    void demoShowsAnUpdateAndNoneAndStopsCleanly() throws Exception {
        try (BalrogProcess demo = BalrogProcess.start(directory, Map.of(), "demo", "--port=0", "--admin-port=0")) {
            String url = demo.await(DEMO_URL);
            List<String> urls = curled(demo.out());
            assertThat(urls).hasSize(2).allMatch(each -> each.startsWith(url));
            assertThat(BalrogProcess.get(urls.getFirst()))
                    .contains("<update ", "<patch type=\"complete\"", "<patch type=\"partial\"");
            assertThat(BalrogProcess.get(urls.getLast())).doesNotContain("<update ");
            assertThat(demo.terminate()).isZero();
            assertThat(demo.out()).startsWith("Creating a database").endsWith("\nStopped.\n");
            assertThat(demo.err()).isEmpty();
        }
        assertThat(directory.resolve("data/demo/balrog.db")).exists();

        try (BalrogProcess again = BalrogProcess.start(directory, Map.of(), "demo", "--port=0", "--admin-port=0")) {
            again.await(DEMO_URL);
            assertThat(again.out()).doesNotContain("Creating");
        }
        try (BalrogProcess reset =
                BalrogProcess.start(directory, Map.of(), "demo", "--port=0", "--admin-port=0", "--reset")) {
            reset.await(DEMO_URL);
            assertThat(reset.out()).startsWith("Creating");
        }
    }

    @Test
    void demoTakesAnotherPortWhenItsOwnIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            try (BalrogProcess demo = BalrogProcess.start(directory, Map.of("PORT", port), "demo", "--admin-port=0")) {
                String url = demo.await(DEMO_URL);
                assertThat(url).doesNotEndWith(":" + port);
                assertThat(demo.out()).contains("Port " + port + " is not free");
            }
        }
    }

    @Test
    void publicServesWhatTheVariablesSay() throws Exception {
        String uri = "sqlite:///" + directory.resolve("a.db");
        assertThat(Run.balrog("generate", "demo", directory.resolve("s").toString(), "--locales=3")
                        .exitCode())
                .isZero();
        assertThat(Run.balrog("db", "upgrade", "--database", uri).exitCode()).isZero();
        assertThat(Run.balrog("import", directory.resolve("s").toString(), "--database", uri)
                        .exitCode())
                .isZero();
        Path allowlist = Files.writeString(directory.resolve("hosts.json"), "{\"example.org\": [\"Firefox\"]}");
        Map<String, String> variables = Map.of(
                "DBURI", uri,
                "PORT", "0",
                "METRICS_PORT", "0",
                "LOG_FORMAT", "plain");
        try (BalrogProcess open = BalrogProcess.start(directory, variables, "public")) {
            String url = open.await(PUBLIC_URL);
            assertThat(BalrogProcess.get(url + "/__lbheartbeat__")).isNotNull();
            assertThat(BalrogProcess.get(url + DemoCommand.WITH_UPDATE)).contains("<patch ");
            assertThat(open.terminate()).isZero();
            assertThat(open.err()).isEmpty();
        }
        try (BalrogProcess closed = BalrogProcess.start(
                directory, variables, "public", "--domain-allowlist", allowlist.toString(), "--log-format=plain")) {
            String url = closed.await(PUBLIC_URL);
            assertThat(BalrogProcess.get(url + DemoCommand.WITH_UPDATE)).doesNotContain("<patch ");
        }
    }

    @Test
    void publicSaysInOneLineWhyItCannotStart() throws Exception {
        String missing = "sqlite:///" + directory.resolve("missing.db");
        assertThat(failure(1, Map.of("DBURI", missing), "public", "--port=0", "--log-level=CRITICAL"))
                .contains("missing.db does not exist");
        assertThat(failure(2, Map.of("DBURI", missing, "PORT", "no"), "public")).contains("--port", "variable PORT");
        assertThat(failure(2, Map.of("DBURI", missing, "LOG_LEVEL", "loud"), "public"))
                .contains("loud");
        assertThat(failure(2, Map.of("DBURI", missing, "STAGING", "perhaps"), "public"))
                .contains("neither 1 nor 0", "variable STAGING");
        Path list = Files.writeString(directory.resolve("list.json"), "[]");
        assertThat(failure(2, Map.of("DBURI", missing, "DOMAIN_ALLOWLIST", list.toString()), "public"))
                .contains("list.json");
        assertThat(failure(2, Map.of("DBURI", missing, "AUTOGRAPH_URL", "http://localhost"), "public"))
                .contains("AUTOGRAPH_KEYID");
        assertThat(failure(1, Map.of(), "demo", "--port=0", "--admin-port=0", "--directory", list + "/below"))
                .contains("--directory");
    }

    private String failure(int exitCode, Map<String, String> variables, String... arguments) throws Exception {
        try (BalrogProcess failing = BalrogProcess.start(directory, variables, arguments)) {
            assertThat(failing.exitCode()).as(failing.err()).isEqualTo(exitCode);
            assertThat(failing.err().lines()).as(failing.err()).hasSize(1);
            return failing.err();
        }
    }
}
