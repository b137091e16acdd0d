// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import dev.balrog.publicapp.signing.SigningSettings.Autograph;
import dev.balrog.service.BoundedHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signs with a key held by an Autograph service. Blocks; to be called on virtual threads. */
final class AutographSigner implements Signer {
    private static final String JSON_TYPE = "application/json";
    private static final int MAX_ANSWER_BYTES = 65_536;
    private static final int NONCE_BYTES = 9;
    private static final JsonMapper JSON = new JsonMapper();

    private final Autograph account;
    private final HawkCredentials credentials;
    private final URI url;
    private final RetryPolicy retryPolicy;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final SigningEvents events;
    private final BoundedHttpClient http;

    AutographSigner(
            Autograph account,
            RetryPolicy retryPolicy,
            InstantSource clock,
            RandomGenerator random,
            SigningEvents events) {
        this.account = account;
        this.credentials = new HawkCredentials(account.username(), account.password());
        this.url = URI.create(account.url().toString().replaceFirst("/$", "") + "/sign/hash");
        this.retryPolicy = retryPolicy;
        this.clock = clock;
        this.random = random;
        this.events = events;
        this.http = new BoundedHttpClient("autograph", retryPolicy.connect(), retryPolicy.attempt(), MAX_ANSWER_BYTES);
    }

    @Override
    public ContentSignature sign(ContentHash hash) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(hash);
            } catch (AttemptFailure e) {
                events.count(e.event);
                if (attempt == RetryPolicy.ATTEMPTS) {
                    throw new SigningException(
                            "Autograph at %s did not sign with key '%s' in %d attempts; the last one: %s"
                                    .formatted(account.url(), account.keyId(), attempt, e.getMessage()));
                }
            }
            pauseAfter(attempt);
        }
    }

    private ContentSignature attempt(ContentHash hash) throws AttemptFailure {
        HttpResponse<byte[]> response = send(request(hash));
        events.count("code." + response.statusCode());
        if (response.statusCode() / 100 != 2) {
            throw AttemptFailure.ofRequest("it responded with status " + response.statusCode());
        }
        return read(response.body());
    }

    private HttpRequest request(ContentHash hash) {
        byte[] body = JSON.writeValueAsBytes(List.of(new SignHash(hash.base64(), account.keyId())));
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String authorization = credentials.authorization(
                "POST",
                url,
                JSON_TYPE,
                body,
                clock.instant(),
                Base64.getUrlEncoder().encodeToString(nonce));
        return HttpRequest.newBuilder(url)
                .header("Content-Type", JSON_TYPE)
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws AttemptFailure {
        try {
            return http.send(request);
        } catch (HttpConnectTimeoutException e) {
            throw AttemptFailure.ofRequest("no response: " + e);
        } catch (HttpTimeoutException e) {
            throw AttemptFailure.ofRequest(
                    "no response within " + retryPolicy.attempt().toMillis() + " ms");
        } catch (IOException e) {
            throw AttemptFailure.ofRequest("no response: " + e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static ContentSignature read(byte[] body) throws AttemptFailure {
        JsonNode signatures;
        try {
            signatures = JSON.readTree(body);
        } catch (JacksonException e) {
            throw AttemptFailure.ofRequest("its response is not JSON");
        }
        if (!signatures.isArray() || signatures.size() != 1) {
            throw AttemptFailure.ofContent("its response is not an array of one signature");
        }
        return new ContentSignature(text(signatures.get(0), "x5u"), text(signatures.get(0), "signature"));
    }

    private static String text(JsonNode signature, String field) throws AttemptFailure {
        String text = signature.path(field).stringValue("");
        if (!ContentSignature.isHeaderPart(text)) {
            throw AttemptFailure.ofContent("its response has no usable '" + field + "'");
        }
        return text;
    }

    private void pauseAfter(int attempt) {
        try {
            Thread.sleep(retryPolicy.pauseAfter(attempt, random));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static SigningException interrupted() {
        Thread.currentThread().interrupt();
        return new SigningException("Interrupted while waiting for Autograph");
    }

    /** Element of the array that is sent to Autograph. */
    private record SignHash(String input, String keyid) {}

    /** Failure of one attempt; a retry may follow. */
    private static final class AttemptFailure extends Exception {
        private static final long serialVersionUID = 1L;
        private final String event;

        private AttemptFailure(String event, String message) {
            super(message, null, false, false);
            this.event = event;
        }

        static AttemptFailure ofRequest(String message) {
            return new AttemptFailure(SigningEvents.NO_ANSWER, message);
        }

        static AttemptFailure ofContent(String message) {
            return new AttemptFailure(SigningEvents.NO_SIGNATURE, message);
        }
    }
}
