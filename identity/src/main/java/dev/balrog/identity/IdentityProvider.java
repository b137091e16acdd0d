// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** State and logic of the provider, without HTTP. */
final class IdentityProvider {
    static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
    private static final Duration CODE_LIFETIME = Duration.ofSeconds(60);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final int SECRET_BYTES = 24;

    private final String issuer;
    private final String usualAudience;
    private final List<Person> people;
    private final List<Machine> machines;
    private final InstantSource clock;
    private final Keys keys = new Keys();
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Authorization> codes;
    private final Cache<String, Authorization> refreshTokens =
            Caffeine.newBuilder().maximumSize(10_000).build();
    private final Cache<String, Person> sessions =
            Caffeine.newBuilder().maximumSize(10_000).build();
    private final Cache<String, Person> owners;

    IdentityProvider(
            String issuer, String usualAudience, List<Person> people, List<Machine> machines, InstantSource clock) {
        this.issuer = issuer;
        this.usualAudience = usualAudience;
        this.people = List.copyOf(people);
        this.machines = List.copyOf(machines);
        this.clock = clock;
        this.codes = expiring(CODE_LIFETIME).build();
        this.owners = expiring(TOKEN_LIFETIME).build();
    }

    private Caffeine<Object, Object> expiring(Duration lifetime) {
        return Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(lifetime)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos());
    }

    String issuer() {
        return issuer;
    }

    List<Person> people() {
        return people;
    }

    String publicKeys() {
        return keys.publicKeys();
    }

    Optional<Person> person(@Nullable String email) {
        return people.stream().filter(person -> person.email().equals(email)).findFirst();
    }

    /** Opens a session of a user in a browser. Returns the session id. */
    String openSession(Person person) {
        String session = secret();
        sessions.put(session, person);
        return session;
    }

    Optional<Person> sessionOf(String session) {
        return Optional.ofNullable(sessions.getIfPresent(session));
    }

    void endSession(String session) {
        sessions.invalidate(session);
    }

    /**
     * Parses a redirect URI.
     *
     * @throws OAuthException when it is no http URL on a loopback address
     */
    static URI redirectUri(@Nullable String text) throws OAuthException {
        try {
            URI uri = new URI(text == null ? "" : text);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Rejected below.
        }
        throw new OAuthException("invalid_request", "redirect_uri must be an http URL of this host");
    }

    /** Creates an authorization code for the client. */
    String authorize(Map<String, String> request, Person person) throws OAuthException {
        if (!"code".equals(request.get("response_type"))) {
            throw new OAuthException("unsupported_response_type", "response_type has to be code");
        }
        String challenge = request.get("code_challenge");
        if (challenge == null || !"S256".equals(request.get("code_challenge_method"))) {
            throw new OAuthException("invalid_request", "a code_challenge of method S256 is required");
        }
        String code = secret();
        codes.put(
                code,
                new Authorization(
                        required(request, "client_id"),
                        person.email(),
                        request.getOrDefault("audience", usualAudience),
                        required(request, "redirect_uri"),
                        challenge,
                        request.get("nonce")));
        return code;
    }

    /** Returns the response of the token endpoint, for any supported grant type. */
    Map<String, Object> tokens(Map<String, String> request) throws OAuthException {
        return switch (required(request, "grant_type")) {
            case "authorization_code" -> byCode(request);
            case "refresh_token" -> byRefreshToken(request);
            case "client_credentials" -> byCredentials(request);
            default -> throw new OAuthException("unsupported_grant_type", "there is no such grant_type");
        };
    }

    private Map<String, Object> byCode(Map<String, String> request) throws OAuthException {
        // A code can be used only once, even if the request fails.
        Authorization authorization = codes.asMap().remove(required(request, "code"));
        if (authorization == null
                || !authorization.clientId().equals(request.get("client_id"))
                || !authorization.redirectUri().equals(request.get("redirect_uri"))
                || !authorization.isProvenBy(required(request, "code_verifier"))) {
            throw new OAuthException("invalid_grant", "the code is unknown or has expired");
        }
        return issue(authorization);
    }

    private Map<String, Object> byRefreshToken(Map<String, String> request) throws OAuthException {
        Authorization authorization = refreshTokens.asMap().remove(required(request, "refresh_token"));
        if (authorization == null || !authorization.clientId().equals(request.get("client_id"))) {
            throw new OAuthException("invalid_grant", "the refresh token is unknown or has expired");
        }
        return issue(authorization);
    }

    private Map<String, Object> issue(Authorization authorization) {
        Person person = person(authorization.email()).orElseThrow();
        String refreshToken = secret();
        refreshTokens.put(refreshToken, authorization);
        Map<String, Object> tokens = answer(accessToken(person, authorization.audience()));
        tokens.put("refresh_token", refreshToken);
        tokens.put(
                "id_token",
                keys.sign(claims(person.email(), authorization.clientId())
                        .claim("email", person.email())
                        .claim("name", person.name())
                        .claim("nonce", authorization.nonce())
                        .build()));
        return tokens;
    }

    private Map<String, Object> byCredentials(Map<String, String> request) throws OAuthException {
        String id = required(request, "client_id");
        String secret = required(request, "client_secret");
        if (machines.stream()
                .noneMatch(machine ->
                        machine.clientId().equals(id) && machine.secret().equals(secret))) {
            throw new OAuthException("invalid_client", "unknown client or wrong secret");
        }
        return answer(keys.sign(claims(id + "@clients", request.getOrDefault("audience", usualAudience))
                .claim("azp", id)
                .claim("gty", "client-credentials")
                .build()));
    }

    private static Map<String, Object> answer(String accessToken) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", accessToken);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", TOKEN_LIFETIME.toSeconds());
        return answer;
    }

    /** Issues an access token for a user. */
    String accessToken(Person person, String audience) {
        String token = keys.sign(
                claims(person.email(), audience).claim("email", person.email()).build());
        owners.put(token, person);
        return token;
    }

    String accessToken(Person person) {
        return accessToken(person, usualAudience);
    }

    /** Returns the user of an access token; empty when the token is unknown or expired. */
    Optional<Person> ownerOf(String accessToken) {
        return Optional.ofNullable(owners.getIfPresent(accessToken));
    }

    private JWTClaimsSet.Builder claims(String subject, String audience) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(TOKEN_LIFETIME)))
                .jwtID(secret());
    }

    private static String required(Map<String, String> request, String name) throws OAuthException {
        String value = request.get(name);
        if (value == null || value.isEmpty()) {
            throw new OAuthException("invalid_request", name + " is missing");
        }
        return value;
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
