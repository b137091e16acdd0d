// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Tokens of a machine account, by OAuth 2's client credentials: fetched when needed, and kept until they expire. */
public final class ClientCredentials implements Tokens {
    /** A token is replaced so long before it expires, or at half its life if it has less. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(10);

    private final Account account;
    private final ClientSettings settings;
    private final HttpTransport wire;
    private @Nullable Held held;

    /**
     * Who asks for tokens, and where.
     *
     * @param tokenUrl the issuer's token endpoint, such as {@code https://example.auth0.com/oauth/token}
     * @param clientId the account's name
     * @param secret the account's secret
     * @param audience which API the tokens are for; null where the issuer needs none
     */
    public record Account(
            URI tokenUrl,
            String clientId,
            String secret,
            @Nullable String audience) {

        /** Checks that the URL is one. */
        public Account {
            ClientSettings.requireHttp(tokenUrl, "The token URL");
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "client " + clientId + " of " + tokenUrl;
        }
    }

    /** Tokens for an account. Asks for none yet. */
    public ClientCredentials(Account account, ClientSettings settings) {
        this.account = account;
        this.settings = settings;
        this.wire = new HttpTransport(settings.timeout());
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
        HttpTransport.Reply reply = wire.sendRetrying(request, settings);
        if (!reply.isSuccess()) {
            throw new TokenException("No token from " + account.tokenUrl() + " for client " + account.clientId()
                    + ": it answered with status " + reply.status());
        }
        return read(reply.body());
    }

    private Held read(String body) {
        JsonNode answer;
        try {
            answer = HttpTransport.JSON.readTree(body);
        } catch (JacksonException e) {
            throw new TokenException("The answer of " + account.tokenUrl() + " is no JSON");
        }
        String token = answer.path("access_token").stringValue("");
        if (token.isEmpty()) {
            throw new TokenException("The answer of " + account.tokenUrl() + " has no access_token");
        }
        JsonNode seconds = answer.path("expires_in");
        Duration life = seconds.isNumber() ? Duration.ofSeconds(seconds.asLong()) : DEFAULT_LIFE;
        Duration half = life.dividedBy(2);
        Duration margin = half.compareTo(MARGIN) < 0 ? half : MARGIN;
        return new Held(token, settings.clock().instant().plus(life).minus(margin));
    }

    /** Without the secret and the token. */
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
