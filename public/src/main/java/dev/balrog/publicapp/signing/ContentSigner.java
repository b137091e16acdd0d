// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Signs responses with the content signature that clients verify before they accept a response.
 * Thread-safe.
 */
public interface ContentSigner {
    /** Key of JSON responses in place of a product's name, whatever their product. */
    String JSON = "";

    /**
     * Returns whether responses for the product, or {@link #JSON}, are to be signed. Cheap; if
     * false, they are sent unsigned.
     */
    boolean signs(String product);

    /**
     * Signs a response. Never blocks: for a response that was signed within the last day, the
     * result is complete on return; for any other it is completed later, on another thread.
     *
     * @param product a product that is {@linkplain #signs signed}, or {@link #JSON}
     * @param body the response body, exactly as it will be sent
     * @return the value of the {@code Content-Signature} header. Fails with a
     *     {@link SigningException} if no signature can be obtained; the response must not be sent
     *     then
     * @throws IllegalArgumentException if the product's responses are not signed
     */
    CompletionStage<String> sign(String product, byte[] body);

    /**
     * Returns the certificates of the server's own key in PEM format, the signing one first, for
     * clients to fetch; empty without such a key.
     */
    Optional<byte[]> certificateChain();

    /**
     * Returns the earliest expiry of a certificate of the server's own keys; empty without such a
     * key.
     */
    Optional<Instant> certificateExpiry();

    /**
     * Opens the configured signers.
     *
     * @param random source of nonces and of the jitter of retries; thread-safe
     * @throws IllegalArgumentException if a key or certificate can't be used; the message is one
     *     line with the reason
     */
    static ContentSigner of(
            SigningSettings settings, InstantSource clock, RandomGenerator random, SigningEvents events) {
        return ProductSigners.open(settings, clock, random, events);
    }
}
