// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

/** The server, or the issuer of tokens, gave no answer. What was asked for may have been done or not. */
public final class UnreachableException extends ClientException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
