// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import dev.balrog.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ServerCommandsTest {
    private static final Pattern PUBLIC_URL = Pattern.compile("serves update requests on (http://[0-9.:]+)");

    private static final String WITH_UPDATE =
            "/update/6/Firefox/139.0.4/20250609163029/WINNT_x86_64-msvc-x64/de/release"
                    + "/Windows_NT%2010.0/ISET:SSE4_2,MEM:16384/default/default/update.xml";

    @TempDir
    private Path directory;

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
            assertThat(BalrogProcess.get(url + WITH_UPDATE)).contains("<patch ");
            assertThat(open.terminate()).isZero();
            assertThat(open.err()).isEmpty();
        }
        try (BalrogProcess closed = BalrogProcess.start(
                directory, variables, "public", "--domain-allowlist", allowlist.toString(), "--log-format=plain")) {
            String url = closed.await(PUBLIC_URL);
            assertThat(BalrogProcess.get(url + WITH_UPDATE)).doesNotContain("<patch ");
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
    }

    private String failure(int exitCode, Map<String, String> variables, String... arguments) throws Exception {
        try (BalrogProcess failing = BalrogProcess.start(directory, variables, arguments)) {
            assertThat(failing.exitCode()).as(failing.err()).isEqualTo(exitCode);
            assertThat(failing.err().lines()).as(failing.err()).hasSize(1);
            return failing.err();
        }
    }
}
