// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider on this machine, whose keys and answers a test decides. */
final class TestProvider implements AutoCloseable {
    static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final HttpServer server;
    final AtomicInteger keyRequests = new AtomicInteger();
    final AtomicInteger userRequests = new AtomicInteger();
    volatile RSAKey key = generate("one");
    volatile boolean down;
    /** Requests for keys wait until it is open. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    /** Responses are incomplete until it is open. */
    volatile CountDownLatch bodyGate = new CountDownLatch(0);

    volatile String user = "{\"email\": \"ada@example.com\"}";

    TestProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/jwks.json", exchange -> {
            keyRequests.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            send(exchange, new JWKSet(key.toPublicJWK()).toString());
        });
        server.createContext("/userinfo", exchange -> {
            userRequests.incrementAndGet();
            send(exchange, user);
        });
        server.createContext("/.well-known/openid-configuration", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.setExecutor(work -> Thread.ofVirtual().start(work));
        server.start();
    }

    private void send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(down ? 503 : 200, bytes.length);
        exchange.getResponseBody().write(bytes, 0, 1);
        exchange.getResponseBody().flush();
        try {
            bodyGate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseBody().write(bytes, 1, bytes.length - 1);
        exchange.close();
    }

    static RSAKey generate(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    IdentityProvider settings() {
        return new IdentityProvider(issuer(), "balrog", Optional.empty(), Map.of("client1", "ci-robot"));
    }

    /** The claims of a good token of a person. */
    JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("balrog")
                .claim("email", "ada@example.com")
                .expirationTime(Date.from(NOW.plusSeconds(3600)));
    }

    String sign(JWTClaimsSet claims) {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims, key);
    }

    static String sign(JWSHeader header, JWTClaimsSet claims, RSAKey key) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
