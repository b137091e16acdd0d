// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

/**
 * An object store can't be used; the message is one line for the person who runs the server, and holds no credentials.
 */
public final class ObjectStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectStoreException(String message) {
        super(message);
    }

    public ObjectStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
