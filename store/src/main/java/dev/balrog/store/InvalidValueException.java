// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.Serial;

/** The database rejects a value that a client gave: it does not fit into the column, or is taken already. */
public final class InvalidValueException extends StoreException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    InvalidValueException(String message, String reason, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns the reason in the words of the database, which is fit to be shown to the client. */
    public String reason() {
        return reason;
    }
}
