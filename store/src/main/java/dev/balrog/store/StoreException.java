// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

/** Error of the database, a data set or a spool; the message is one line for the operator. */
public sealed class StoreException extends RuntimeException permits InvalidValueException, UnavailableException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
