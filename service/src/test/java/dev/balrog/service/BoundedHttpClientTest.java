// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedHttpClientTest {
    private static final int MAX_BODY_BYTES = 1_000;

    private static HttpService serve(Handler<HttpServerRequest> handler) throws IOException {
        return HttpService.start(
                HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1),
                InstantSource.system(),
                handler,
                (error, context) -> {
                    throw new AssertionError(error);
                });
    }

    private static HttpRequest request(HttpService service) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/"))
                .build();
    }

    @Test
    void returnsWholeResponses() throws Exception {
        try (HttpService service = serve(
                        request -> Answer.text(200, "x".repeat(MAX_BODY_BYTES)).send(request));
                BoundedHttpClient client = new BoundedHttpClient("test", Duration.ofSeconds(30), MAX_BODY_BYTES)) {
            assertThat(client.send(request(service)).body()).hasSize(MAX_BODY_BYTES);
        }
    }

    @Test
    void rejectsLargerBodies() throws Exception {
        try (HttpService service = serve(request ->
                        Answer.text(200, "x".repeat(MAX_BODY_BYTES + 1)).send(request));
                BoundedHttpClient client = new BoundedHttpClient("test", Duration.ofSeconds(30), MAX_BODY_BYTES)) {
            assertThatIOException().isThrownBy(() -> client.send(request(service)));
        }
    }

    @Test
    void givesUpABodyThatDoesNotEnd() throws Exception {
        Handler<HttpServerRequest> endless =
                request -> request.response().putHeader("Content-Length", "10").write("x");
        try (HttpService service = serve(endless);
                BoundedHttpClient client = new BoundedHttpClient("test", Duration.ofMillis(500), MAX_BODY_BYTES)) {
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() -> client.send(request(service)))
                    .withMessage("no complete response within 500 ms");
            Await.until("the connection is closed", () -> service.openConnections() == 0);
        }
    }

    @Test
    void doesNotFollowRedirects() throws Exception {
        Handler<HttpServerRequest> elsewhere = request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", "/elsewhere")
                .end();
        try (HttpService service = serve(elsewhere);
                BoundedHttpClient client = new BoundedHttpClient("test", Duration.ofSeconds(30), MAX_BODY_BYTES)) {
            HttpResponse<byte[]> response = client.send(request(service));
            assertThat(response.statusCode()).isEqualTo(302);
        }
    }
}
