// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.balrog.core.change.UserName;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Authenticates requests by the access token of an identity provider (OpenID Connect, RS256). */
public final class TokenAuthenticator implements AutoCloseable {
    private static final Pattern BEARER = Pattern.compile("\\s*bearer\\s+(\\S+)\\s*", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_TOKEN = 16 * 1024;
    /** Maximum clock skew. */
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    private static final int KNOWN_TOKENS = 2048;
    private static final String EMAIL_VERIFIED = "email_verified";
    /** Suffix of the subject of a client, at Auth0. */
    private static final String CLIENT_SUBJECT = "@clients";

    /**
     * Accepted types in lower case: access tokens, and the unspecific {@code jwt} (RFC 9068, 2.1).
     */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final IdentityProvider provider;
    private final ProviderClient client;
    private final ProviderKeys keys;
    private final Function<String, Optional<String>> accounts;
    private final InstantSource clock;

    /** E-mail addresses from userinfo, by token with a verified signature. */
    private final Cache<String, String> addresses = Caffeine.newBuilder()
            .maximumSize(KNOWN_TOKENS)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    /**
     * Creates an authenticator.
     *
     * @param accounts lookup of the stored name of a user by the folded name ({@link UserName});
     *     may block
     */
    public TokenAuthenticator(
            IdentityProvider provider, Function<String, Optional<String>> accounts, InstantSource clock) {
        this(provider, accounts, clock, ProviderClient.TIMEOUT);
    }

    TokenAuthenticator(
            IdentityProvider provider,
            Function<String, Optional<String>> accounts,
            InstantSource clock,
            Duration providerTimeout) {
        this.provider = provider;
        this.client = new ProviderClient(provider, providerTimeout);
        this.keys = new ProviderKeys(client, clock);
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Authenticates a request; may block.
     *
     * @param authorization value of the {@code Authorization} header; null when there is none
     * @param accessToken token that was sent in another way; null when there is none
     * @return the subject of the token
     * @throws UnauthenticatedException when the token is missing or invalid, or its user is unknown
     */
    public TokenSubject authenticate(@Nullable String authorization, @Nullable String accessToken)
            throws UnauthenticatedException {
        String token = token(authorization, accessToken);
        try {
            JWTClaimsSet claims = claims(token);
            return claims.getClaim("gty") == null ? person(token, claims) : client(claims);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw UnauthenticatedException.badToken("Invalid token. Use an RS256 signed JWT Access Token");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UnauthenticatedException.badToken("The server is being stopped");
        }
    }

    private static String token(@Nullable String authorization, @Nullable String accessToken)
            throws UnauthenticatedException {
        String token = accessToken;
        if (token == null) {
            if (authorization == null) {
                throw UnauthenticatedException.badToken("Authorization header is expected");
            }
            Matcher matcher = BEARER.matcher(authorization);
            if (!matcher.matches()) {
                throw UnauthenticatedException.badToken("Authorization header must be Bearer token");
            }
            token = matcher.group(1);
        }
        if (token.length() > LONGEST_TOKEN) {
            throw UnauthenticatedException.badToken("The token is too long");
        }
        return token;
    }

    private JWTClaimsSet claims(String token)
            throws UnauthenticatedException, ParseException, JOSEException, InterruptedException {
        SignedJWT jwt = SignedJWT.parse(token);
        JOSEObjectType type = jwt.getHeader().getType();
        if (type != null && !TYPES.contains(type.toString().toLowerCase(Locale.ROOT))) {
            throw UnauthenticatedException.badToken("expected an access token, found a token of type '" + type + "'");
        }
        String keyId = jwt.getHeader().getKeyID();
        if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()) || keyId == null) {
            throw UnauthenticatedException.badToken("Invalid header. Use an RS256 signed JWT Access Token");
        }
        RSAPublicKey key =
                keys.find(keyId).orElseThrow(() -> UnauthenticatedException.badToken("Unable to find RSA key."));
        if (!jwt.verify(new RSASSAVerifier(key))) {
            throw UnauthenticatedException.badToken("The token's signature is invalid");
        }
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        checkTimes(claims);
        if (!provider.issuer().equals(claims.getIssuer())
                || !claims.getAudience().contains(provider.audience())) {
            throw UnauthenticatedException.badToken("incorrect claims, please check the audience and issuer");
        }
        return claims;
    }

    private void checkTimes(JWTClaimsSet claims) throws UnauthenticatedException {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null || now.isAfter(expires.toInstant().plus(LEEWAY))) {
            throw UnauthenticatedException.badToken("token is expired");
        }
        Date issued = claims.getIssueTime();
        if (issued != null && now.isBefore(issued.toInstant().minus(LEEWAY))) {
            throw UnauthenticatedException.badToken("token is issued in the future");
        }
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && now.isBefore(notBefore.toInstant().minus(LEEWAY))) {
            throw UnauthenticatedException.badToken("token is not valid yet");
        }
    }

    /**
     * Returns the service account of a client. Its name comes only from the settings, not from the
     * token.
     */
    private TokenSubject client(JWTClaimsSet claims) throws UnauthenticatedException, ParseException {
        String id = authorizedParty(claims);
        if (id == null) {
            throw UnauthenticatedException.badToken("the client's token has no claim 'azp'");
        }
        String subject = claims.getSubject();
        if (subject != null && subject.endsWith(CLIENT_SUBJECT) && !subject.equals(id + CLIENT_SUBJECT)) {
            throw UnauthenticatedException.badToken("the claims 'azp' and 'sub' name different clients");
        }
        String name = provider.machines().get(id);
        if (name == null) {
            throw UnauthenticatedException.badToken("the client '" + id + "' is mapped to no service account: see"
                    + " the option --m2m-account-mapping");
        }
        return new TokenSubject.Client(name);
    }

    private static @Nullable String authorizedParty(JWTClaimsSet claims)
            throws UnauthenticatedException, ParseException {
        String party = claims.getStringClaim("azp");
        String client = claims.getStringClaim("client_id");
        if (party != null && client != null && !party.equals(client)) {
            throw UnauthenticatedException.badToken("the claims 'azp' and 'client_id' name different clients");
        }
        String id = party == null ? client : party;
        return id == null || id.isBlank() ? null : id;
    }

    private TokenSubject person(String token, JWTClaimsSet claims)
            throws UnauthenticatedException, ParseException, InterruptedException {
        String party = authorizedParty(claims);
        if (party != null && provider.machines().containsKey(party)) {
            throw UnauthenticatedException.badToken(
                    "the client '" + party + "' belongs to a service account: nobody can log in with it");
        }
        String folded = UserName.fold(email(token, claims))
                .orElseThrow(() -> UnauthenticatedException.badToken("the claim 'email' is not a user name"));
        if (provider.isReserved(folded)) {
            throw UnauthenticatedException.badToken(
                    "'" + folded + "' is the name of a service account: nobody can log in as it");
        }
        Optional<String> stored = accounts.apply(folded);
        if (stored.isEmpty() && folded.contains("@")) {
            throw UnauthenticatedException.unknownUser();
        }
        return new TokenSubject.Person(stored.orElse(folded));
    }

    private String email(String token, JWTClaimsSet claims)
            throws UnauthenticatedException, ParseException, InterruptedException {
        String email = claims.getStringClaim("email");
        if (email == null) {
            return askedFor(token);
        }
        requireVerified(claims.getClaim(EMAIL_VERIFIED));
        return email;
    }

    /**
     * Rejects an e-mail address that the provider marks as unverified.
     *
     * @param verified value of the claim; some providers write it as a string
     */
    private void requireVerified(@Nullable Object verified) throws UnauthenticatedException {
        if (verified != null
                && !provider.acceptUnverifiedEmails()
                && !verified.toString().equals("true")) {
            throw UnauthenticatedException.badToken("the e-mail address is not verified (claim 'email_verified')");
        }
    }

    private String askedFor(String token) throws UnauthenticatedException, InterruptedException {
        Optional<String> known = Optional.ofNullable(addresses.getIfPresent(token));
        if (known.isPresent()) {
            return known.get();
        }
        JsonNode userInfo;
        try {
            userInfo = client.userInfo(token);
        } catch (IOException e) {
            throw UnauthenticatedException.badToken("the token has no claim 'email', and the identity provider did not"
                    + " return it: couldn't find additional userinfo from access token");
        }
        String email = userInfo.path("email").asString("");
        if (email.isBlank()) {
            throw UnauthenticatedException.badToken(
                    "no email address found: neither the token nor the userinfo of the identity provider has a claim"
                            + " 'email'");
        }
        JsonNode verified = userInfo.path(EMAIL_VERIFIED);
        requireVerified(verified.isMissingNode() || verified.isNull() ? null : verified.asString());
        addresses.put(token, email);
        return email;
    }

    @Override
    public void close() {
        client.close();
    }
}
