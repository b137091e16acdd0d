// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.service.BoundedHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP client that downloads JSON documents. */
final class JsonOverHttp {
    private static final int MAX_ANSWER_BYTES = 10 << 20;
    private static final int OK = 200;
    private static final JsonMapper JSON = new JsonMapper();

    private final BoundedHttpClient http;

    JsonOverHttp(Duration timeout) {
        this.http = new BoundedHttpClient("uptake", timeout, MAX_ANSWER_BYTES);
    }

    JsonNode get(URI url) throws UptakeException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .header("Accept", "application/json")
                    .build();
            HttpResponse<byte[]> answer = http.send(request);
            if (answer.statusCode() != OK) {
                throw new UptakeException(url + " responded with status " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UptakeException(url + " did not respond: " + e, e);
        } catch (JacksonException e) {
            throw new UptakeException(url + " responded with something that is not JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UptakeException("interrupted while waiting for " + url, e);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
