// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

/**
 * Signature with the URL of the certificates to verify it with.
 *
 * @param x5u URL of the certificate chain
 * @param p384ecdsa r and s, 48 bytes each, in the URL-safe Base64
 */
record ContentSignature(String x5u, String p384ecdsa) {
    /** Returns the value of the {@code Content-Signature} header. */
    String headerValue() {
        return "x5u=" + x5u + "; p384ecdsa=" + p384ecdsa;
    }

    /**
     * Returns whether a string can be part of the header without changing the meaning of the rest.
     */
    static boolean isHeaderPart(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ';' && c != ',');
    }
}
