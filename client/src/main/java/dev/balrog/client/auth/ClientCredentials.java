// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.auth;

import dev.balrog.client.error.TokenException;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.client.http.HttpTransport;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Tokens of a service account by the OAuth 2.0 client credentials grant, cached until they expire.
 */
public final class ClientCredentials implements Tokens {
    /** Time before expiry at which a token is replaced; at most half of the token's lifetime. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(10);

    private final Account account;
    private final ClientSettings settings;
    private final HttpTransport http;
    private @Nullable Held held;

    /**
     * Service account and its token endpoint.
     *
     * @param tokenUrl the issuer's token endpoint, such as
     *     {@code https://example.auth0.com/oauth/token}
     * @param clientId the client ID
     * @param secret the client secret
     * @param audience the API that the tokens are for; null if the issuer needs none
     */
    public record Account(
            URI tokenUrl,
            String clientId,
            String secret,
            @Nullable String audience) {

        /** Checks that the URL is an HTTP URL. */
        public Account {
            ClientSettings.requireHttp(tokenUrl, "The token URL");
        }

        /** Returns a string without the secret. */
        @Override
        public String toString() {
            return "client " + clientId + " of " + tokenUrl;
        }
    }

    /** Creates a source of tokens for an account, without requesting one yet. */
    public ClientCredentials(Account account, ClientSettings settings) {
        this.account = account;
        this.settings = settings;
        this.http = new HttpTransport(settings.timeout());
    }

    @Override
    public synchronized Optional<String> token() {
        Held current = held;
        if (current == null || !settings.clock().instant().isBefore(current.until)) {
            current = fetch();
            held = current;
        }
        return Optional.of(current.token);
    }

    @Override
    public synchronized boolean rejected(String token) {
        if (held != null && held.token.equals(token)) {
            held = null;
        }
        return true;
    }

    private Held fetch() {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("grant_type", "client_credentials");
        body.put("client_id", account.clientId());
        body.put("client_secret", account.secret());
        if (account.audience() != null) {
            body.put("audience", account.audience());
        }
        HttpTransport.Request request = new HttpTransport.Request(
                "POST",
                account.tokenUrl(),
                Map.of("Content-Type", "application/json", "Accept", "application/json"),
                HttpTransport.JSON.writeValueAsString(body));
        HttpTransport.Reply reply = http.sendRetrying(request, settings);
        if (!reply.isSuccess()) {
            throw new TokenException("No token from " + account.tokenUrl() + " for client " + account.clientId()
                    + ": it responded with status " + reply.status());
        }
        return read(reply.body());
    }

    private Held read(String body) {
        JsonNode answer;
        try {
            answer = HttpTransport.JSON.readTree(body);
        } catch (JacksonException e) {
            throw new TokenException("The response of " + account.tokenUrl() + " is not JSON");
        }
        String token = answer.path("access_token").stringValue("");
        if (token.isEmpty()) {
            throw new TokenException("The response of " + account.tokenUrl() + " has no access_token");
        }
        JsonNode seconds = answer.path("expires_in");
        Duration life = seconds.isNumber() ? Duration.ofSeconds(seconds.asLong()) : DEFAULT_LIFE;
        Duration half = life.dividedBy(2);
        Duration margin = half.compareTo(MARGIN) < 0 ? half : MARGIN;
        return new Held(token, settings.clock().instant().plus(life).minus(margin));
    }

    /** Returns a string without the secret and the token. */
    @Override
    public String toString() {
        return "tokens for " + account;
    }

    private static final class Held {
        private final String token;
        private final Instant until;

        Held(String token, Instant until) {
            this.token = token;
            this.until = until;
        }
    }
}
