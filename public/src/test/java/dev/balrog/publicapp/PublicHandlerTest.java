// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.publicapp.signing.ContentSigner;
import dev.balrog.publicapp.signing.SigningSettings;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.HttpService;
import dev.balrog.service.HttpSettings;
import dev.balrog.service.LogSettings;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PublicHandlerTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @Test
    void aBugIsReportedAndCountedAndLoggedOnce() throws Exception {
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        try (ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current())) {
            PublicMetrics measured =
                    new PublicMetrics(metrics, new AnswerFailures((error, context) -> reported.add(error)));
            Decider decider = new Decider(() -> 0);
            UrlPolicy policy = new UrlPolicy(DomainAllowlist.of(TestApp.JSON.createObjectNode()), List.of());
            PublicRoutes routes = new PublicRoutes(
                    () -> {
                        throw new IllegalStateException("a bug");
                    },
                    new UpdateAnswers(decider, new Answers(decider, policy), measured),
                    ContentSigner.of(SigningSettings.of(Map.of()), CLOCK, new Random(1), measured::signing),
                    List.of(),
                    measured);
            try (RequestLog log =
                    new RequestLog(new LogSettings(Level.INFO, LogSettings.Format.MOZLOG, true), logged, CLOCK)) {
                PublicHandler handler = new PublicHandler(
                        routes, measured, log, (error, context) -> reported.add(error), "public, max-age=90");
                try (HttpService http = HttpService.start(
                                HttpSettings.listeningOn("127.0.0.1", 0), CLOCK, handler, (error, context) -> {
                                    throw new AssertionError(error);
                                });
                        HttpConnection connection = new HttpConnection(http.port())) {
                    HttpConnection.Response response = connection.get(SampleState.OFFERED_2_0);
                    assertThat(response.status()).isEqualTo(500);
                    assertThat(response.header("cache-control")).isEqualTo("no-store");
                    assertThat(response.body()).isEqualTo("Internal Server Error");
                    assertThat(connection.get("/nothing").status()).isEqualTo(404);
                }
            }
            assertThat(metrics.scrape()).contains("balrog_responses_total{kind=\"update\",status=\"500\"} 1.0");
        }
        assertThat(reported).singleElement().extracting(Throwable::getMessage).isEqualTo("a bug");
        assertThat(logged.toString(UTF_8).lines().filter(line -> line.contains("\"status\":500")))
                .hasSize(1);
    }
}
