// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

/** Signing key, held locally or remotely. */
sealed interface Signer permits AutographSigner, LocalSigner {
    /**
     * Signs a hash; may block for seconds.
     *
     * @throws SigningException if no signature can be obtained
     */
    ContentSignature sign(ContentHash hash);

    /** Returns whether clients would accept earlier signatures, as far as this server knows. */
    default boolean isValid() {
        return true;
    }
}
