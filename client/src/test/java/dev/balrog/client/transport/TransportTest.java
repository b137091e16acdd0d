// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.transport;

import static dev.balrog.client.fixture.FakeServer.hangUp;
import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.Tokens;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.error.PreparedException;
import dev.balrog.client.error.UnreachableException;
import dev.balrog.client.fixture.FakeServer;
import dev.balrog.client.fixture.Pauses;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.client.rule.RuleField;
import dev.balrog.client.rule.RuleFields;
import dev.balrog.client.schedule.ChangeVersion;
import dev.balrog.service.Answer;
import dev.balrog.service.FixedHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
    private static final String TOKEN = "s3cret-t0ken";

    private final FakeServer server = new FakeServer();
    private final Pauses pauses = new Pauses();
    private final BalrogClient client = client(server.url(), Duration.ofSeconds(20));

    private BalrogClient client(URI url, Duration timeout) {
        return new BalrogClient(ClientSettings.of(url).withSleeper(pauses).withTimeout(timeout), Tokens.fixed(TOKEN));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsTheTokenBelowTheApiRoot() {
        server.on("GET /api/rules", json("{'count':0,'rules':[]}"));
        assertThat(client(URI.create(server.url() + "/api/"), Duration.ofSeconds(20))
                        .rules()
                        .list())
                .isEmpty();
        assertThat(server.last("GET /api/rules").authorization()).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void encodesWhatIsPartOfAPath() {
        server.on("GET /rules/a%2Fb%20%3F", json("{'rule_id':7}"));
        assertThat(client.rules().get("a/b ?").id()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void repeatsWhatDoesNoHarmWhenTheServerIsBusy(int status) {
        server.once("GET /rules", Answer.text(status, "<html>later</html>"))
                .once("GET /rules", Answer.text(status, ""))
                .on("GET /rules", json("{'rules':[]}"));
        assertThat(client.rules().list()).isEmpty();
        assertThat(server.names()).hasSize(3);
        assertThat(pauses.all()).hasSize(2);
    }

    @Test
    void repeatsAfterALostConnection() {
        server.once("GET /rules", hangUp()).on("GET /rules", json("{'rules':[]}"));
        assertThat(client.rules().list()).isEmpty();
        assertThat(server.names()).hasSize(2);
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        server.once("GET /rules", Answer.text(503, "").with(FixedHeaders.of("Retry-After", "7")))
                .on("GET /rules", json("{'rules':[]}"));
        client.rules().list();
        assertThat(pauses.all()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void givesUpInTheEnd() {
        server.on("GET /rules", Answer.text(503, "no backend"));
        assertThatThrownBy(() -> client.rules().list())
                .isInstanceOf(ApiException.class)
                .hasMessage("GET /rules returned status 503: no backend");
        assertThat(server.names()).hasSize(5);
        assertThat(IntStream.range(1, 4).mapToObj(pauses.all()::get))
                .isNotEmpty()
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(200), Duration.ofSeconds(2)));
    }

    @Test
    void doesNotRepeatWhatMayHaveBeenDone() {
        server.on("POST /rules", Answer.text(502, "")).on("POST /scheduled_changes/rules/3/enact", hangUp());
        assertThatThrownBy(() -> client.rules().create(RuleFields.NONE)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> client.scheduledChanges().enact(ObjectKind.RULE, 3, new ChangeVersion(1, null)))
                .isInstanceOf(UnreachableException.class);
        assertThat(server.names()).hasSize(2);
        assertThat(pauses.all()).isEmpty();
    }

    @Test
    void repeatsAChangeThatTheServerHadNoTimeFor() {
        server.once("POST /rules", Answer.text(429, "")).on("POST /rules", json("12"));
        assertThat(client.rules().create(RuleFields.NONE)).isEqualTo(12);
    }

    @Test
    void saysWhatTheServerSays() {
        server.on("DELETE /v2/releases/R", problem(403, "Permission Denied", "bob may not"));
        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> client.releases().delete("R"));
        assertThat(refused)
                .hasMessage("DELETE /v2/releases/R returned status 403 Refused: Permission Denied: bob may not");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.title()).isEqualTo("Refused");
        assertThat(refused.detail()).isEqualTo("Permission Denied");
        assertThat(refused.reason()).isEqualTo("bob may not");
    }

    @Test
    void readsAListOfReasons() {
        server.on("DELETE /v2/releases/R", json(400, "{'detail':'Invalid','status':400,'exception':['a','b']}"));
        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> client.releases().delete("R"));
        assertThat(refused.reason()).isEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void followsNoRedirects() {
        server.on("GET /rules", Answer.text(302, "").with(FixedHeaders.of("Location", "https://login.example.org/")));
        assertThatThrownBy(() -> client.rules().list())
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("moved to https://login.example.org/");
    }

    @Test
    void recognisesWhatIsNoApi() {
        server.on("GET /rules", Answer.text(200, "<html>")).on("GET /releases/R", json("{}"));
        assertThatThrownBy(() -> client.rules().list()).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> client.releasesV1().get("R")).hasMessageContaining("no X-Data-Version");
    }

    @Test
    void givesUpOnAnAnswerThatNeverEnds() {
        CountDownLatch never = new CountDownLatch(1);
        server.on("POST /rules", request -> {
            never.await();
            return json("1");
        });
        try {
            assertThatThrownBy(() ->
                            client(server.url(), Duration.ofMillis(300)).rules().create(RuleFields.NONE))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("no response within 300 ms");
        } finally {
            never.countDown();
        }
    }

    @Test
    void repeatsAnythingThatNeverGotOut() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        BalrogClient lost = client(nobody, Duration.ofSeconds(20));
        assertThatThrownBy(() -> lost.rules().create(RuleFields.NONE))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no connection")
                .hasMessageNotContaining(TOKEN);
        assertThat(pauses.all()).hasSize(4);
    }

    @Test
    void preparesAChangeWithoutMakingIt() {
        server.on("GET /rules/3", json("{'rule_id':3,'mapping':'old','data_version':6}"));
        PreparedException prepared = catchThrowableOfType(
                PreparedException.class,
                () -> client.preparing().rules().update("3", RuleFields.NONE.with(RuleField.MAPPING, "new")));
        assertThat(prepared.request().method()).isEqualTo("POST");
        assertThat(prepared.request().uri()).hasToString(server.url() + "/rules/3");
        assertThat(prepared.request().body()).hasToString("{\"mapping\":\"new\",\"data_version\":6}");
        assertThat(server.names()).containsExactly("GET /rules/3");
    }

    @Test
    void saysWhatAnApiRootLooksLike() {
        assertThatThrownBy(() -> ClientSettings.of(URI.create("balrog.example.org")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The API root must be a URL such as https://balrog.example.org/api, not balrog.example.org");
    }
}
