// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Gives answers the content signature that clients verify before they believe an answer. Safe for any thread. */
public interface ContentSigner {
    /** What stands in for a product's name where a JSON answer is signed, whatever its product. */
    String JSON = "";

    /** Whether answers for the product, or {@link #JSON}, are to be signed. Cheap; if false they are sent unsigned. */
    boolean signs(String product);

    /**
     * Signs an answer. Never blocks: an answer that was signed within the last day is signed on return, any other one
     * later, on another thread.
     *
     * @param product a product that is {@linkplain #signs signed}, or {@link #JSON}
     * @param body the answer, exactly as it will be sent
     * @return the value of the header {@code Content-Signature}. Fails with a {@link SigningException} when there is
     *     none to be had; the answer must not be sent then
     * @throws IllegalArgumentException when the product's answers are not signed
     */
    CompletionStage<String> sign(String product, byte[] body);

    /**
     * The certificates that the server's own key is verified with, in PEM format and the signing one first, for
     * clients to fetch; empty where there is no such key.
     */
    Optional<byte[]> certificateChain();

    /** Returns the first expiry of a certificate of the server's own keys; empty where there is no such key. */
    Optional<Instant> certificateExpiry();

    /**
     * Opens the signers that are configured.
     *
     * @param random for nonces and to spread retries; safe for any thread
     * @throws IllegalArgumentException when a key or a certificate cannot be used, saying in one line why
     */
    static ContentSigner of(
            SigningSettings settings, InstantSource clock, RandomGenerator random, SigningEvents events) {
        return ProductSigners.open(settings, clock, random, events);
    }
}
