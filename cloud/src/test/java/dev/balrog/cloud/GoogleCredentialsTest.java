// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** That Google's library finds what it needs to log in, with all that is left out of its dependencies. */
@Tag("slow")
class GoogleCredentialsTest {
    @Test
    void theKeyOfAServiceAccountIsTradedForAToken() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            try (exchange) {
                String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                byte[] answer = "{\"access_token\": \"a-token\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(request.contains("assertion=") ? 200 : 400, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        try {
            byte[] key = KeyPairGenerator.getInstance("RSA")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            String account = new JsonMapper()
                    .createObjectNode()
                    .put("type", "service_account")
                    .put("client_email", "balrog@example.com")
                    .put("client_id", "1")
                    .put("private_key_id", "2")
                    .put(
                            "private_key",
                            "-----BEGIN PRIVATE KEY-----\n"
                                    + Base64.getMimeEncoder().encodeToString(key)
                                    + "\n-----END PRIVATE KEY-----\n")
                    .put("token_uri", "http://127.0.0.1:" + server.getAddress().getPort() + "/token")
                    .toString();
            GoogleCredentials credentials = GoogleCredentials.fromStream(
                            new ByteArrayInputStream(account.getBytes(StandardCharsets.UTF_8)))
                    .createScoped("https://www.googleapis.com/auth/devstorage.read_write");
            assertThat(credentials.refreshAccessToken().getTokenValue()).isEqualTo("a-token");
        } finally {
            server.stop(0);
        }
    }
}
