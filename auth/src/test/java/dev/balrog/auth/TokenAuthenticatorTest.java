// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAuthenticatorTest {
    private TestProvider provider;
    private TokenAuthenticator authenticator;
    private Instant now = TestProvider.NOW;

    @BeforeEach
    void start() throws IOException {
        provider = new TestProvider();
        authenticator = new TokenAuthenticator(provider.settings(), Set.of("ada@example.com")::contains, () -> now);
    }

    @AfterEach
    void stop() {
        authenticator.close();
        provider.close();
    }

    private String accepted(String token) throws UnauthenticatedException {
        return authenticator.authenticate("Bearer " + token, null);
    }

    private UnauthenticatedException refused(@Nullable String authorization) {
        UnauthenticatedException refusal = catchThrowableOfType(
                UnauthenticatedException.class, () -> authenticator.authenticate(authorization, null));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private void refusedToken(String token) {
        assertThat(refused("Bearer " + token).isUnknownUser()).isFalse();
    }

    @Test
    void knowsPeopleByTheirAddress() throws Exception {
        String token = provider.sign(provider.claims().build());

        assertThat(accepted(token)).isEqualTo("ada@example.com");
        assertThat(authenticator.authenticate("bearer  " + token, null)).isEqualTo("ada@example.com");
        assertThat(authenticator.authenticate(null, token)).isEqualTo("ada@example.com");
        assertThat(provider.keyRequests).hasValue(1);
    }

    @Test
    void asksTheProviderForAnAddressThatTheTokenDoesNotHold() throws Exception {
        String token = provider.sign(provider.claims().claim("email", null).build());

        assertThat(accepted(token)).isEqualTo("ada@example.com");
        assertThat(accepted(token)).isEqualTo("ada@example.com");
        assertThat(provider.userRequests).hasValue(1);
    }

    @Test
    void refusesWhenTheProviderDoesNotKnowTheAddressEither() {
        provider.user = "{}";
        refusedToken(provider.sign(provider.claims().claim("email", null).build()));
        provider.down = true;
        refusedToken(provider.sign(
                provider.claims().claim("email", null).subject("another").build()));
    }

    @Test
    void knowsMachinesByTheNameThatSettingsGiveThem() throws Exception {
        JWTClaimsSet.Builder claims = provider.claims().claim("email", null).claim("gty", "client-credentials");

        assertThat(accepted(provider.sign(claims.claim("azp", "client1").build())))
                .isEqualTo("ci-robot");
        assertThat(accepted(provider.sign(claims.claim("azp", "client2").build())))
                .isEqualTo("client2");
        refusedToken(provider.sign(claims.claim("azp", null).build()));
    }

    @Test
    void refusesPeopleWhoAreNotKnownHere() {
        String token = provider.sign(
                provider.claims().claim("email", "eve@example.com").build());

        assertThat(refused("Bearer " + token).isUnknownUser()).isTrue();
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic YTpi",
                "Bearer a b",
                "Bearer a.b.c",
                "Bearer ..",
                "Bearer e30.e30.e30"
            })
    void refusesWhatIsNoToken(String authorization) {
        assertThat(refused(authorization).isUnknownUser()).isFalse();
    }

    @Test
    void refusesRequestsWithoutToken() {
        assertThat(refused(null)).hasMessage("Authorization header is expected");
        refusedToken("a".repeat(20_000));
    }

    @Test
    void refusesTokensThatNobodySigned() {
        refusedToken(new PlainJWT(provider.claims().build()).serialize());
    }

    @Test
    void refusesTokensSignedWithThePublicKeyAsASecret() throws Exception {
        byte[] der = provider.key.toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret :
                List.of(der, pem.getBytes(UTF_8), provider.key.getModulus().decode())) {
            refusedToken(hmac(secret));
        }
    }

    private String hmac(byte[] secret) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(provider.key.getKeyID())
                        .build(),
                provider.claims().build());
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256"})
    void refusesOtherAlgorithms(String algorithm) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                .keyID(provider.key.getKeyID())
                .build();
        refusedToken(TestProvider.sign(header, provider.claims().build(), provider.key));
    }

    @Test
    void refusesTokensForOthersAndOfOthers() {
        refusedToken(
                provider.sign(provider.claims().issuer("https://evil.example/").build()));
        refusedToken(provider.sign(provider.claims().issuer(null).build()));
        refusedToken(provider.sign(provider.claims().audience("another").build()));
        refusedToken(provider.sign(provider.claims().audience((String) null).build()));
    }

    @Test
    void acceptsTokensThatAreForOthersToo() throws Exception {
        assertThat(accepted(provider.sign(
                        provider.claims().audience(List.of("another", "balrog")).build())))
                .isEqualTo("ada@example.com");
    }

    @Test
    void refusesTokensOutOfTheirTime() {
        refusedToken(provider.sign(provider.claims()
                .expirationTime(Date.from(now.minusSeconds(31)))
                .build()));
        refusedToken(provider.sign(provider.claims().expirationTime(null).build()));
        refusedToken(provider.sign(
                provider.claims().notBeforeTime(Date.from(now.plusSeconds(31))).build()));
    }

    @Test
    void refusesKeysThatTheTokenBringsAlongOrPointsTo() throws Exception {
        try (TestProvider attacker = new TestProvider()) {
            RSAKey key = TestProvider.generate("evil");
            JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("evil");
            URI keys = URI.create(attacker.issuer() + ".well-known/jwks.json");
            for (JWSHeader header1 : List.of(
                    header.jwk(key.toPublicJWK()).build(),
                    header.jwkURL(keys).build(),
                    header.x509CertURL(keys).build())) {
                refusedToken(TestProvider.sign(header1, provider.claims().build(), key));
            }
            assertThat(attacker.keyRequests).hasValue(0);
        }
    }

    @Test
    void refusesKeysOfAnotherUnderAKnownName() {
        RSAKey key = TestProvider.generate(provider.key.getKeyID());
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        refusedToken(TestProvider.sign(header, provider.claims().build(), key));
    }

    @Test
    void refusesTokensWithoutNameOfAKey() {
        refusedToken(TestProvider.sign(
                new JWSHeader(JWSAlgorithm.RS256), provider.claims().build(), provider.key));
    }

    @Test
    void refusesTokensThatWereChanged() throws Exception {
        String token = provider.sign(provider.claims().build());
        String[] parts = token.split("\\.", -1);
        String other = Base64URL.encode(provider.claims()
                        .claim("email", "root@example.com")
                        .build()
                        .toString())
                .toString();
        refusedToken(parts[0] + "." + other + "." + parts[2]);
        refusedToken(token.substring(0, token.length() - 10));
        refusedToken(parts[0] + "." + parts[1] + ".");
        refusedToken(parts[0] + "." + parts[1]);
    }

    @Test
    void refusesHeadersThatItMustUnderstandButDoesNot() {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(provider.key.getKeyID())
                .criticalParams(Set.of("secret"))
                .customParam("secret", true)
                .build();
        refusedToken(TestProvider.sign(header, provider.claims().build(), provider.key));
    }

    @Test
    void doesNotBotherTheProviderWithMadeUpKeys() throws Exception {
        assertThat(accepted(provider.sign(provider.claims().build()))).isNotEmpty();
        for (int i = 0; i < 20; i++) {
            JWSHeader header =
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k" + i).build();
            refusedToken(TestProvider.sign(header, provider.claims().build(), provider.key));
        }
        assertThat(provider.keyRequests).hasValue(1);
    }

    @Test
    void learnsNewKeysAndForgetsOldOnes() throws Exception {
        String old = provider.sign(provider.claims().build());
        assertThat(accepted(old)).isNotEmpty();
        provider.key = TestProvider.generate("two");
        now = now.plusSeconds(11);

        assertThat(accepted(provider.sign(provider.claims().build()))).isNotEmpty();
        refusedToken(old);
    }

    @Test
    void goesOnWithKnownKeysWhileTheProviderIsDown() throws Exception {
        String token = provider.sign(provider.claims()
                .expirationTime(Date.from(now.plusSeconds(10_000)))
                .build());
        assertThat(accepted(token)).isNotEmpty();
        provider.down = true;
        now = now.plusSeconds(4000);

        assertThat(accepted(token)).isNotEmpty();
        assertThat(provider.keyRequests).hasValue(2);
    }
}
