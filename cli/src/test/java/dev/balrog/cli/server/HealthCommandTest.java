// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.Run;
import dev.balrog.client.fixture.FakeServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HealthCommandTest {

    @Test
    void checksTheHealthOfAServer() throws IOException {
        String closed;
        try (FakeServer server = new FakeServer()) {
            closed = server.url() + "/__heartbeat__";
            server.on("GET /__heartbeat__", json("{}"));
            Run healthy = Run.balrog("health", server.url() + "/__heartbeat__");
            assertThat(healthy.exitCode()).isZero();
            assertThat(healthy.out() + healthy.err()).isEmpty();

            server.on("GET /__heartbeat__", problem(503, "No database", ""));
            Run unhealthy = Run.balrog("health", server.url() + "/__heartbeat__");
            assertThat(unhealthy.exitCode()).isEqualTo(1);
            assertThat(unhealthy.err()).contains("answers with status 503");
        }
        Run gone = Run.balrog("health", closed);
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).contains("can't be reached");
        assertThat(Run.balrog("health", "localhost").exitCode()).isEqualTo(2);
    }
}
