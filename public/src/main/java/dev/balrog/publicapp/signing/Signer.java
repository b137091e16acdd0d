// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

/** One key to sign with, wherever it is kept. */
sealed interface Signer permits AutographSigner, LocalSigner {
    /**
     * Signs; may block for seconds.
     *
     * @throws SigningException when there is no signature to be had
     */
    ContentSignature sign(ContentHash hash);

    /** Returns whether clients would accept what was signed earlier, as far as this server knows. */
    default boolean isValid() {
        return true;
    }
}
