// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

/** Error of an object store; the message is one line for the operator, without credentials. */
public final class ObjectStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectStoreException(String message) {
        super(message);
    }

    public ObjectStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
