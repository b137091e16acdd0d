// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

/** Failure to sign a response. The message is one line with the reason. */
public final class SigningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SigningException(String message) {
        // May occur on every request while a signing service is down; the message suffices without
        // a stack trace.
        super(message, null, false, false);
    }
}
