// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import dev.balrog.client.fixture.FakeServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class AgentCommandTest {
    private static final Pattern URL = Pattern.compile("serves health checks on (http://[0-9.:]+)");
    private static final String DUE =
            "{'scheduled_changes':[{'sc_id':4,'sc_data_version':1,'when':1,'telemetry_uptake':null}]}";

    private final FakeServer server = new FakeServer();
    private final CountDownLatch enacted = new CountDownLatch(1);

    @TempDir
    private Path directory;

    @BeforeEach
    void answer() {
        for (String kind : new String[] {
            "releases",
            "permissions",
            "user_roles",
            "emergency_shutoff",
            "required_signoffs/product",
            "required_signoffs/permissions",
            "pinnable_releases"
        }) {
            server.on("GET /api/scheduled_changes/" + kind, json("{'scheduled_changes':[]}"));
        }
        server.on("GET /api/v2/releases", json("{'releases':[]}"))
                .on(
                        "GET /api/scheduled_changes/rules",
                        request -> json(enacted.getCount() == 0 ? "{'scheduled_changes':[]}" : DUE))
                .on("POST /api/scheduled_changes/rules/4/enact", request -> {
                    enacted.countDown();
                    return json("{}");
                })
                .on("POST /token", json("{'access_token':'t1','expires_in':3600}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Map<String, String> variables() {
        return new HashMap<>(Map.of(
                "BALROG_API_ROOT", server.url() + "/api",
                "TOKEN_URL", server.url() + "/token",
                "AUTH0_DOMAIN", "auth.example.org",
                "AUTH0_AUDIENCE", "balrog",
                "AUTH0_M2M_CLIENT_ID", "me",
                "AUTH0_M2M_CLIENT_SECRET", "hunter2",
                "TELEMETRY_API_ROOT", "https://telemetry.example.org",
                "LOG_FORMAT", "plain",
                "PORT", "0",
                "METRICS_PORT", "0"));
    }

    @Test
    void makesChangesUntilItIsStopped() throws Exception {
        try (BalrogProcess agent = BalrogProcess.start(directory, variables(), "agent")) {
            String url = agent.await(URL);
            assertThat(enacted.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(BalrogProcess.get(url + "/__heartbeat__")).startsWith("All scheduled changes were read");
            assertThat(agent.terminate()).isZero();
            assertThat(agent.out()).contains("Enacted rules/4", "The Balrog agent has stopped");
            assertThat(agent.err()).isEmpty();
        }
        assertThat(server.last("POST /api/scheduled_changes/rules/4/enact").authorization())
                .isEqualTo("Bearer t1");
    }

    @Test
    void makesChangesOnce() throws Exception {
        try (BalrogProcess once = BalrogProcess.start(directory, variables(), "agent", "--once")) {
            assertThat(once.exitCode()).isZero();
            assertThat(once.out()).contains("Enacted 1, found 0 enacted, 0 not ready, 0 edited meanwhile, 0 failed");
        }
        server.on("GET /api/scheduled_changes/releases", problem(403, "Permission Denied", ""));
        try (BalrogProcess failing = BalrogProcess.start(directory, variables(), "agent", "--once")) {
            assertThat(failing.exitCode()).isEqualTo(1);
            assertThat(failing.err()).contains("Permission Denied").doesNotContain("hunter2");
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Map<String, String> noToken = variables();
        noToken.remove("AUTH0_M2M_CLIENT_ID");
        assertThat(failure(noToken)).contains("the agent needs a token");
        Map<String, String> noRoot = variables();
        noRoot.remove("BALROG_API_ROOT");
        assertThat(failure(noRoot)).contains("BALROG_API_ROOT");
        Map<String, String> noDomain = variables();
        noDomain.remove("TOKEN_URL");
        noDomain.remove("AUTH0_DOMAIN");
        assertThat(failure(noDomain)).contains("--auth0-domain or --token-url");
        assertThat(failure(variables(), "--interval=0")).contains("The poll interval must be longer than zero");
        Map<String, String> noServer = variables();
        noServer.remove("TELEMETRY_API_ROOT");
        assertThat(failure(noServer, "--telemetry-query=x")).contains("need --telemetry-api-root");
        assertThat(failure(variables(), "--telemetry-query=x", "--telemetry-pointer=/x"))
                .contains("give one of them");
        assertThat(failure(variables(), "--telemetry-pointer=x")).contains("--telemetry-pointer");
    }

    private String failure(Map<String, String> variables, String... options) throws Exception {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "agent";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (BalrogProcess failing = BalrogProcess.start(directory, variables, arguments)) {
            assertThat(failing.exitCode()).as(failing.err()).isEqualTo(2);
            assertThat(failing.err().lines()).as(failing.err()).hasSize(1);
            return failing.err();
        }
    }
}
