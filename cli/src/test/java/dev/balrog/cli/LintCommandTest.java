// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static dev.balrog.client.fixture.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.fixture.FakeServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LintCommandTest {
    private static final String LINT = "GET /v2/lint";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Run balrog(String... arguments) {
        return Run.with(Map.of("BALROG_API_ROOT", server.url().toString(), "BALROG_TOKEN", "s3cret"), arguments);
    }

    private void answer(String severity) {
        server.on(LINT, json("""
                {'counts': {'error': 0, 'warning': 1, 'note': 0},
                 'findings': [{'check': 'dead-end', 'severity': '%s', 'product': 'Firefox', 'rules': [3, 1],
                   'releases': [], 'reason': 'Clients stay.', 'example': '/update/6/x', 'repair': 'Let rule 3 end.'}]}""".formatted(severity)));
    }

    @Test
    void failsOnTheSeverityThatIsWanted() {
        answer("warning");
        assertThat(balrog("lint").exitCode()).isZero();
        assertThat(balrog("lint", "--fail-on=note").exitCode()).isEqualTo(4);
        Run run = balrog("lint", "--fail-on", "warning");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out().lines())
                .contains(
                        "SEVERITY  CHECK     RULES  REASON",
                        "warning   dead-end  3, 1   Clients stay.",
                        "dead-end: Let rule 3 end.",
                        "  /update/6/x");
        answer("error");
        assertThat(balrog("lint").exitCode()).isEqualTo(4);
        assertThat(balrog("lint", "--output=json").out()).startsWith("{").contains("\"dead-end\"");
    }

    @Test
    void saysSoWhereNothingIsFound() {
        server.on(LINT, json("{'counts': {'error': 0, 'warning': 0, 'note': 0}, 'findings': []}"));
        Run run = balrog("lint", "--fail-on=note");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualToNormalizingNewlines("Nothing found.\n");
        assertThat(balrog("lint", "--fail-on=fatal").exitCode()).isEqualTo(2);
    }
}
