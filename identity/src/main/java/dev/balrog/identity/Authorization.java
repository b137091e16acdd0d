// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Authorization of a client by a user, which an authorization code or a refresh token represents.
 *
 * @param clientId id of the client
 * @param email e-mail address of the user
 * @param audience audience of the access tokens
 * @param redirectUri redirect URI that the code was sent to
 * @param challenge PKCE code challenge (S256, RFC 7636)
 * @param nonce nonce for the ID token; null for none
 */
record Authorization(
        String clientId,
        String email,
        String audience,
        String redirectUri,
        String challenge,
        @Nullable String nonce) {

    /** Returns whether the code verifier matches the code challenge. */
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
