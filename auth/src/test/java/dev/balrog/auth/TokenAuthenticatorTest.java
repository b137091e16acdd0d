// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.balrog.core.change.UserName;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class TokenAuthenticatorTest {
    /** So long that nobody who waits for the provider passes a test. */
    private static final Duration PROVIDER_TIMEOUT = Duration.ofMinutes(2);

    private TestProvider provider;
    private TokenAuthenticator authenticator;
    private Instant now = TestProvider.NOW;

    @BeforeEach
    void start() throws IOException {
        provider = new TestProvider();
        authenticator = authenticator(false);
    }

    @AfterEach
    void stop() {
        authenticator.close();
        provider.close();
    }

    private TokenAuthenticator authenticator(boolean acceptUnverifiedEmails) {
        IdentityProvider settings = new IdentityProvider(
                provider.issuer(),
                "balrog",
                Optional.empty(),
                Map.of("client1", "ci-robot"),
                Set.of("balrogagent"),
                acceptUnverifiedEmails);
        List<String> stored = List.of("ada@example.com", "Old.Name@example.com", "two@example.com", "Two@example.com");
        return new TokenAuthenticator(settings, name -> UserName.match(name, stored), () -> now, PROVIDER_TIMEOUT);
    }

    private String accepted(String token) throws UnauthenticatedException {
        return authenticator.authenticate("Bearer " + token, null).name();
    }

    private String refusedFor(String token) {
        UnauthenticatedException refusal = refused("Bearer " + token);
        assertThat(refusal.isUnknownUser()).isFalse();
        return String.valueOf(refusal.getMessage());
    }

    private static JWSHeader.Builder header(RSAKey key) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
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
        assertThat(authenticator.authenticate("bearer  " + token, null).name()).isEqualTo("ada@example.com");
        assertThat(authenticator.authenticate(null, token)).isEqualTo(new TokenSubject.Person("ada@example.com"));
        assertThat(authenticator.authenticate(null, token).name()).isEqualTo("ada@example.com");
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
        assertThat(authenticator.authenticate(
                        null, provider.sign(claims.claim("azp", "client1").build())))
                .isEqualTo(new TokenSubject.Client("ci-robot"));
        refusedToken(provider.sign(claims.claim("azp", null).build()));
    }

    /** Finding 13: a client that nobody mapped acted under the name that its id is. */
    @ParameterizedTest
    @ValueSource(strings = {"client2", "ada@example.com", "ci-robot", "balrogagent", "Client1", " client1"})
    void refusesClientsThatNobodyMapped(String client) {
        JWTClaimsSet.Builder claims =
                provider.claims().claim("gty", "client-credentials").claim("azp", client);
        assertThat(refusedFor(provider.sign(claims.build()))).contains("is mapped to no service account");
    }

    @Test
    void aClientIsAServiceAccountWhateverNameItsTokenHolds() throws Exception {
        JWTClaimsSet.Builder claims = provider.claims().claim("gty", "password").claim("azp", "client1");
        assertThat(authenticator.authenticate(null, provider.sign(claims.build())))
                .isEqualTo(new TokenSubject.Client("ci-robot"));
        assertThat(refusedFor(provider.sign(claims.claim("client_id", "client2").build())))
                .contains("different clients");
        assertThat(refusedFor(provider.sign(claims.claim("client_id", null)
                        .subject("client2@clients")
                        .build())))
                .contains("different clients");
    }

    /** Finding 13: people and service accounts had one name space. */
    @ParameterizedTest
    @ValueSource(strings = {"client1", "ci-robot", "balrogagent", "BalrogAgent", " ci-robot\t"})
    void refusesPeopleUnderTheNameOfAServiceAccount(String email) {
        assertThat(refusedFor(
                        provider.sign(provider.claims().claim("email", email).build())))
                .contains("nobody can log in as it");
    }

    @Test
    void refusesPeopleWhoLogInThroughTheClientOfAServiceAccount() {
        assertThat(refusedFor(
                        provider.sign(provider.claims().claim("azp", "client1").build())))
                .contains("belongs to a service account");
    }

    @Test
    void refusesServiceAccountsUnderTheNameOfAPerson() {
        assertThatThrownBy(() -> new IdentityProvider(
                        provider.issuer(), "balrog", Optional.empty(), Map.of("client1", "ada@example.com")))
                .hasMessageContaining("a service account needs a name without @");
    }

    @Test
    void refusesAddressesThatAreNotVerified() throws Exception {
        String unverified =
                provider.sign(provider.claims().claim("email_verified", false).build());
        assertThat(refusedFor(unverified)).contains("is not verified");
        assertThat(refusedFor(provider.sign(
                        provider.claims().claim("email_verified", "false").build())))
                .contains("is not verified");
        assertThat(accepted(provider.sign(
                        provider.claims().claim("email_verified", true).build())))
                .isEqualTo("ada@example.com");
        provider.user = "{\"email\": \"ada@example.com\", \"email_verified\": false}";
        assertThat(refusedFor(
                        provider.sign(provider.claims().claim("email", null).build())))
                .contains("is not verified");
        try (TokenAuthenticator accepting = authenticator(true)) {
            assertThat(accepting.authenticate(null, unverified).name()).isEqualTo("ada@example.com");
        }
    }

    @Test
    void foldsNamesOnceAtLogin() throws Exception {
        for (String spelling : List.of("ADA@example.com", " ada@example.com ", "Ada@Example.Com")) {
            assertThat(accepted(provider.sign(
                            provider.claims().claim("email", spelling).build())))
                    .isEqualTo("ada@example.com");
        }
        assertThat(accepted(provider.sign(
                        provider.claims().claim("email", "old.name@example.com").build())))
                .isEqualTo("Old.Name@example.com");
        assertThat(accepted(provider.sign(
                        provider.claims().claim("email", "TWO@example.com").build())))
                .isEqualTo("two@example.com");
        // Letters that a collation or a conversion to lower case may take for ASCII.
        assertThat(refused("Bearer "
                                + provider.sign(provider.claims()
                                        .claim("email", "\u00e1da@example.com")
                                        .build()))
                        .isUnknownUser())
                .isTrue();
        refusedToken(provider.sign(
                provider.claims().claim("email", "\u212Aate@example.com").build()));
        refusedToken(provider.sign(provider.claims().claim("email", " ").build()));
    }

    @Test
    void refusesTokensOfOtherTypes() throws Exception {
        for (String type : List.of("JWT", "jwt", "at+jwt", "application/at+jwt")) {
            assertThat(accepted(TestProvider.sign(
                            header(provider.key).type(new JOSEObjectType(type)).build(),
                            provider.claims().build(),
                            provider.key)))
                    .isEqualTo("ada@example.com");
        }
        for (String type : List.of("dpop+jwt", "logout+jwt", "secevent+jwt", "")) {
            refusedToken(TestProvider.sign(
                    header(provider.key).type(new JOSEObjectType(type)).build(),
                    provider.claims().build(),
                    provider.key));
        }
    }

    @Test
    void refusesTokensFromTheFuture() throws Exception {
        refusedToken(provider.sign(
                provider.claims().issueTime(Date.from(now.plusSeconds(31))).build()));
        assertThat(accepted(provider.sign(provider.claims()
                        .issueTime(Date.from(now.plusSeconds(30)))
                        .build())))
                .isEqualTo("ada@example.com");
    }

    @Test
    void saysThatTheAddressIsMissing() {
        provider.user = "{}";
        assertThat(refusedFor(
                        provider.sign(provider.claims().claim("email", null).build())))
                .contains("'email'");
        provider.down = true;
        assertThat(refusedFor(provider.sign(
                        provider.claims().claim("email", null).subject("b").build())))
                .contains("'email'");
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
        awaitKeyRequests(2);
        now = now.plusSeconds(5000);
        assertThat(accepted(token)).isNotEmpty();
    }

    @Test
    @Timeout(30)
    void usesKnownKeysWhileTheProviderIsSlow() throws Exception {
        String token = provider.sign(provider.claims()
                .expirationTime(Date.from(now.plusSeconds(10_000)))
                .build());
        assertThat(accepted(token)).isNotEmpty();
        provider.gate = new CountDownLatch(1);
        now = now.plusSeconds(4000);

        // Would block until the gate opens, which it does not before.
        assertThat(accepted(token)).isNotEmpty();
        awaitKeyRequests(2);
        assertThat(accepted(token)).isNotEmpty();
        provider.gate.countDown();
    }

    @Test
    @Timeout(30)
    void madeUpKeysHoldUpNobodyAndCauseOneRequest() throws Exception {
        String token = provider.sign(provider.claims().build());
        assertThat(accepted(token)).isNotEmpty();
        provider.gate = new CountDownLatch(1);
        now = now.plusSeconds(11);
        List<Thread> attackers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            JWSHeader header =
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k" + i).build();
            String madeUp = TestProvider.sign(header, provider.claims().build(), provider.key);
            attackers.add(Thread.ofVirtual().start(() -> refusedToken(madeUp)));
        }
        awaitKeyRequests(2);

        for (int i = 0; i < 20; i++) {
            assertThat(accepted(token)).isNotEmpty();
        }
        provider.gate.countDown();
        for (Thread attacker : attackers) {
            attacker.join();
        }
        assertThat(provider.keyRequests).hasValue(2);
    }

    private void awaitKeyRequests(int count) throws InterruptedException {
        while (provider.keyRequests.get() < count) {
            Thread.sleep(5);
        }
    }
}
