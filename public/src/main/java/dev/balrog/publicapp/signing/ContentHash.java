// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Hash that is signed for a response: the SHA-384 of a fixed prefix and the body.
 *
 * @param base64 the 48 bytes in Base64
 */
record ContentHash(String base64) {
    private static final byte[] PREFIX = "Content-Signature:\0".getBytes(US_ASCII);

    static ContentHash of(byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-384");
            digest.update(PREFIX);
            return new ContentHash(Base64.getEncoder().encodeToString(digest.digest(body)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime knows SHA-384", e);
        }
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(base64);
    }
}
