// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * That somebody has logged in, for one client: what a code or a refresh token stands for.
 *
 * @param clientId the client
 * @param email the person
 * @param audience whom access tokens are to be for
 * @param redirectUri where the code was sent to
 * @param challenge digest of what the client has to know to use the code (PKCE, S256)
 * @param nonce what the client wants to find in the ID token; null for nothing
 */
record Authorization(
        String clientId,
        String email,
        String audience,
        String redirectUri,
        String challenge,
        @Nullable String nonce) {

    /** Whether the client knows what it has to. */
    boolean isProvenBy(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            String expected = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
            return MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
