// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

/** Signals that an uptake can't be measured. The message is one line. */
public final class UptakeException extends Exception {
    private static final long serialVersionUID = 1L;

    UptakeException(String message) {
        super(message);
    }

    UptakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
