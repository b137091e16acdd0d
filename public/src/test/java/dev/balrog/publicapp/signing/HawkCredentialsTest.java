// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The expected values are those of the Hawk project's own client tests. */
class HawkCredentialsTest {
    private static final HawkCredentials CREDENTIALS = new HawkCredentials("123456", "2983d45yun89q");
    private static final URI URL = URI.create("https://example.net/somewhere/over/the/rainbow");
    private static final Instant TIME = Instant.ofEpochSecond(1_353_809_207);

    @Test
    void signsRequestAndBody() {
        assertThat(authorization("POST", URL, "text/plain", "something to write about"))
                .isEqualTo("Hawk id=\"123456\", ts=\"1353809207\", nonce=\"Ygvqdz\","
                        + " hash=\"2QfCt3GuY9HQnHWyWD3wX68ZOKbynqlfYmuO2ZBRqtY=\","
                        + " mac=\"HTgtd0jPI6E4izx8e4OHdO36q00xFCU0FolNq3RiCYs=\"");
    }

    @Test
    void signsAnEmptyBody() {
        assertThat(authorization("POST", URL, "text/plain", ""))
                .isEqualTo("Hawk id=\"123456\", ts=\"1353809207\", nonce=\"Ygvqdz\","
                        + " hash=\"q/t+NNAkQZNlq/aAD6PlexImwQTxwgT2MahfTa9XRLA=\","
                        + " mac=\"U5k16YEzn3UnBHKeBzsDXn067Gu3R4YaY6xOt9PYRZM=\"");
    }

    @Test
    void ignoresCaseAndParametersWhereTheyMeanNothing() {
        String same = authorization("POST", URL, "text/plain", "a");
        assertThat(authorization("post", URL, "text/plain", "a")).isEqualTo(same);
        assertThat(authorization("POST", URL, "Text/Plain; charset=utf-8", "a")).isEqualTo(same);
        assertThat(authorization(
                        "POST",
                        URI.create(URL.toString().replace("example.net", "Example.NET:443")),
                        "text/plain",
                        "a"))
                .isEqualTo(same);
    }

    @Test
    void signsPortPathAndQuery() {
        String other = authorization("POST", URL, "text/plain", "a");
        for (String url : new String[] {
            "http://example.net/somewhere/over/the/rainbow",
            "https://example.net:8443/somewhere/over/the/rainbow",
            "https://example.net/somewhere/over/the%2Frainbow",
            "https://example.net/somewhere/over/the/rainbow?a=1",
            "https://example.net"
        }) {
            assertThat(authorization("POST", URI.create(url), "text/plain", "a"))
                    .as(url)
                    .isNotEqualTo(other);
        }
        assertThat(authorization("POST", URI.create("https://example.net"), "text/plain", "a"))
                .isEqualTo(authorization("POST", URI.create("https://example.net/"), "text/plain", "a"));
    }

    @Test
    void keepsTheSecretOutOfTexts() {
        assertThat(CREDENTIALS.toString()).contains("123456").doesNotContain("2983d45yun89q");
    }

    private static String authorization(String method, URI url, String contentType, String body) {
        return CREDENTIALS.authorization(method, url, contentType, body.getBytes(UTF_8), TIME, "Ygvqdz");
    }
}
