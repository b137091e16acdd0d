// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.Serial;

/**
 * Rejection of a client's value by the database: it does not fit into the column, or violates a
 * unique key.
 */
public final class InvalidValueException extends StoreException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    InvalidValueException(String message, String reason, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns the database's message, which may be shown to the client. */
    public String reason() {
        return reason;
    }
}
