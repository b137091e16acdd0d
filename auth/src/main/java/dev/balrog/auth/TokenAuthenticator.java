// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out who sends a request, by the access token of an identity provider (OpenID Connect, RS256). */
public final class TokenAuthenticator implements AutoCloseable {
    private static final Pattern BEARER = Pattern.compile("\\s*bearer\\s+(\\S+)\\s*", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_TOKEN = 16 * 1024;
    /** How far clocks may differ. */
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    private static final int KNOWN_TOKENS = 2048;

    private final IdentityProvider provider;
    private final ProviderClient client;
    private final ProviderKeys keys;
    private final Predicate<String> knownUser;
    private final InstantSource clock;

    /** Mail addresses by token, of tokens whose signature has been checked. */
    private final Cache<String, String> addresses = Caffeine.newBuilder()
            .maximumSize(KNOWN_TOKENS)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    /**
     * Makes an authenticator.
     *
     * @param knownUser whether a person is known here; may block
     */
    public TokenAuthenticator(IdentityProvider provider, Predicate<String> knownUser, InstantSource clock) {
        this.provider = provider;
        this.client = new ProviderClient(provider);
        this.keys = new ProviderKeys(client, clock);
        this.knownUser = knownUser;
        this.clock = clock;
    }

    /**
     * Finds out who it is; may block.
     *
     * @param authorization value of the header of this name; null when there is none
     * @param accessToken the token, where it was sent in another way; null when it was not
     * @return the user's name: a mail address for people, what the settings call them for machines
     * @throws UnauthenticatedException when it can't be said, or is nobody who is known
     */
    public String authenticate(@Nullable String authorization, @Nullable String accessToken)
            throws UnauthenticatedException {
        String token = token(authorization, accessToken);
        try {
            String name = name(token, claims(token));
            if (!name.contains("@")) {
                return provider.machines().getOrDefault(name, name);
            }
            if (!knownUser.test(name)) {
                throw UnauthenticatedException.unknownUser();
            }
            return name;
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
        String keyId = jwt.getHeader().getKeyID();
        if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()) || keyId == null) {
            throw UnauthenticatedException.badToken("Invalid header. Use an RS256 signed JWT Access Token");
        }
        RSAPublicKey key =
                keys.find(keyId).orElseThrow(() -> UnauthenticatedException.badToken("Unable to find RSA key."));
        if (!jwt.verify(new RSASSAVerifier(key))) {
            throw UnauthenticatedException.badToken("The token's signature is wrong");
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
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && now.isBefore(notBefore.toInstant().minus(LEEWAY))) {
            throw UnauthenticatedException.badToken("token is not valid yet");
        }
    }

    private String name(String token, JWTClaimsSet claims)
            throws UnauthenticatedException, ParseException, InterruptedException {
        if (claims.getClaim("gty") != null) {
            return present(claims.getStringClaim("azp"));
        }
        String address = claims.getStringClaim("email");
        return present(address == null ? askedFor(token) : address);
    }

    private static String present(@Nullable String name) throws UnauthenticatedException {
        if (name == null || name.isBlank()) {
            throw UnauthenticatedException.badToken("no email address found in access or id tokens");
        }
        return name;
    }

    private @Nullable String askedFor(String token) throws UnauthenticatedException, InterruptedException {
        Optional<String> known = Optional.ofNullable(addresses.getIfPresent(token));
        if (known.isPresent()) {
            return known.get();
        }
        try {
            String address = client.userInfo(token).path("email").asString("");
            if (!address.isEmpty()) {
                addresses.put(token, address);
            }
            return address;
        } catch (IOException e) {
            throw UnauthenticatedException.badToken("couldn't find additional userinfo from access token");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
