// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void isADocumentOfTypeAboutBlank() {
        Problem problem = new Problem(404, "Not Found", "No such \"thing\"\n", Map.of("exception", "é"));
        assertThat(new String(problem.toJson(), UTF_8))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"detail\":\"No such \\\"thing\\\"\\n\","
                        + "\"status\":404,\"exception\":\"é\"}");
    }

    @Test
    void hasTheMediaTypeAskedFor() {
        Problem problem = new Problem(400, "Bad Request", "OutdatedDataError");
        assertThat(contentType(problem.answer())).isEqualTo("application/problem+json");
        assertThat(contentType(problem.plainJsonAnswer())).isEqualTo("application/json");
        assertThat(problem.answer().status()).isEqualTo(400);
    }

    private static String contentType(Answer answer) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        answer.headers().setOn(headers);
        return String.valueOf(headers.get("content-type"));
    }
}
