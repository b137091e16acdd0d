// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

/** The database, a data set or a spool can't be used; the message is one line for the person who runs the server. */
public sealed class StoreException extends RuntimeException permits InvalidValueException, UnavailableException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
