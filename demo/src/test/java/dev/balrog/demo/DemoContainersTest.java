// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import dev.balrog.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the containers in {@code compose.yaml} that only evaluations have. */
@Tag("slow")
class DemoContainersTest {
    private static final Pattern LISTENING = Pattern.compile("People log in on (http://[0-9.:]+/)");

    @TempDir
    private Path directory;

    @Test
    void fillsAnEmptyDatabaseOnce() throws IOException {
        String uri = "sqlite:///" + directory.resolve("balrog.db");
        assertThat(Run.balrog("demo-data", "--database", uri).exitCode()).isEqualTo(1);
        assertThat(Run.balrog("db", "upgrade", "--database", uri).exitCode()).isZero();

        Run first = Run.balrog("demo-data", "--database", uri);
        assertThat(first.err()).isEmpty();
        assertThat(first.out()).matches("Imported [0-9,]+ rows of sample data into .*\n");
        Path filled = directory.resolve("filled.jsonl");
        assertThat(Run.balrog("export", filled.toString(), "--database", uri).exitCode())
                .isZero();
        assertThat(Files.readString(filled))
                .contains("administrator@example.com")
                .containsPattern(
                        "\"permission\":\"scheduled_change\"[^\n]*balrogagent|balrogagent[^\n]*scheduled_change");

        Run second = Run.balrog("demo-data", "--database", uri);
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).isEqualTo(uri + " is not empty: nothing was imported.\n");
    }

    @Test
    void logsPeopleInOnThePublishedAddressOnly() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Map<String, String> variables = Map.of(
                "OIDC_ISSUER",
                "http://127.0.0.1:9040/",
                "AUTH0_M2M_CLIENT_SECRET",
                "s3cret",
                "PORT",
                String.valueOf(port));
        try (BalrogProcess identity = BalrogProcess.start(directory, variables, "demo-identity");
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(identity.await(LISTENING)).isEqualTo("http://127.0.0.1:9040/");
            String form = "grant_type=client_credentials&client_id=balrogagent&client_secret=";
            assertThat(token(client, port, form + "s3cret").body()).contains("access_token");
            assertThat(token(client, port, form + "other").statusCode()).isEqualTo(401);
            assertThat(identity.terminate()).isZero();
        }
        Run elsewhere = Run.balrog("demo-identity", "--oidc-issuer=https://idp.example.com/", "--client-secret=s3cret");
        assertThat(elsewhere.exitCode()).isEqualTo(1);
        assertThat(elsewhere.err()).contains("accepts any login").contains("https://idp.example.com/");
    }

    private static HttpResponse<String> token(HttpClient client, int port, String form)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }
}
