// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.error;

/** Failure of a call. The message is a single line and never contains a token or a secret. */
public abstract sealed class ClientException extends RuntimeException
        permits ApiException, PreparedException, TokenException, UnreachableException {
    private static final long serialVersionUID = 1L;

    ClientException(String message) {
        super(message);
    }

    ClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
