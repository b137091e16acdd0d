// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

/** There is no signature for an answer. The message is one line that says why. */
public final class SigningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SigningException(String message) {
        // May happen on every request while a signing service is down; the message tells all there is to know.
        super(message, null, false, false);
    }
}
