// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.auth;

import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.error.TokenException;
import dev.balrog.client.fixture.FakeServer;
import dev.balrog.client.fixture.ManualClock;
import dev.balrog.client.fixture.Pauses;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.service.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ClientCredentialsTest {
    private static final String SECRET = "hunter2";
    private static final String TOKEN_CALL = "POST /oauth/token";

    private final FakeServer server = new FakeServer();
    private final ManualClock clock = new ManualClock();
    private final ClientSettings settings =
            ClientSettings.of(server.url()).withSleeper(new Pauses()).withClock(clock);
    private final ClientCredentials.Account account =
            new ClientCredentials.Account(URI.create(server.url() + "/oauth/token"), "me", SECRET, "https://balrog");
    private final ClientCredentials tokens = new ClientCredentials(account, settings);
    private final BalrogClient client = new BalrogClient(settings, tokens);
    private final AtomicInteger issued = new AtomicInteger();

    private void issueTokens(int seconds) {
        server.on(
                TOKEN_CALL,
                request -> json("{'access_token':'t" + issued.incrementAndGet() + "','expires_in':" + seconds + "}"));
        server.on("GET /rules", json("{'rules':[]}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksForATokenAndKeepsIt() {
        issueTokens(3600);
        client.rules().list();
        client.rules().list();
        assertThat(server.names()).containsExactly(TOKEN_CALL, "GET /rules", "GET /rules");
        assertThat(server.last("GET /rules").authorization()).isEqualTo("Bearer t1");
        assertThat(server.last(TOKEN_CALL).body())
                .hasToString("{\"grant_type\":\"client_credentials\",\"client_id\":\"me\","
                        + "\"client_secret\":\"hunter2\",\"audience\":\"https://balrog\"}");
    }

    @Test
    void renewsATokenFiveMinutesBeforeItExpires() {
        issueTokens(3600);
        client.rules().list();
        clock.pass(Duration.ofSeconds(3600 - 301));
        client.rules().list();
        assertThat(issued).hasValue(1);
        clock.pass(Duration.ofSeconds(1));
        client.rules().list();
        assertThat(issued).hasValue(2);
        assertThat(server.last("GET /rules").authorization()).isEqualTo("Bearer t2");
    }

    @Test
    void usesShortLivedTokensForHalfTheirLife() {
        issueTokens(60);
        client.rules().list();
        clock.pass(Duration.ofSeconds(29));
        client.rules().list();
        assertThat(issued).hasValue(1);
        clock.pass(Duration.ofSeconds(1));
        client.rules().list();
        assertThat(issued).hasValue(2);
    }

    @Test
    void getsAnotherTokenOnceWhenOneIsRefused() {
        issueTokens(3600);
        server.once("GET /rules", problem(401, "Unauthenticated", ""));
        client.rules().list();
        assertThat(server.last("GET /rules").authorization()).isEqualTo("Bearer t2");

        server.on("GET /rules", problem(401, "Unauthenticated", ""));
        assertThatThrownBy(() -> client.rules().list()).isInstanceOf(ApiException.class);
        assertThat(issued).hasValue(3);
    }

    @Test
    void neverShowsTheSecret() {
        server.on(TOKEN_CALL, Answer.text(403, "no, " + SECRET + " is wrong"));
        assertThatThrownBy(() -> client.rules().list())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("for client me: it responded with status 403")
                .satisfies(thrown -> {
                    StringWriter trace = new StringWriter();
                    thrown.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain(SECRET);
                });
        issueTokens(3600);
        client.rules().list();
        assertThat(tokens + " " + account + " " + settings + Tokens.fixed("t1"))
                .doesNotContain(SECRET)
                .doesNotContain("t1");
    }

    @Test
    void saysWhatIsWrongWithAnAnswer() {
        server.on(TOKEN_CALL, Answer.text(200, "<html>"));
        assertThatThrownBy(() -> client.rules().list()).hasMessageContaining("is not JSON");
        server.on(TOKEN_CALL, json("{'token':'x'}"));
        assertThatThrownBy(() -> client.rules().list()).hasMessageContaining("has no access_token");
    }
}
