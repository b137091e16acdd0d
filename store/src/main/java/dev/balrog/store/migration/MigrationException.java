// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

/** A migration can't be understood, or is not what it says; the message is one line for who wrote it. */
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationException(String message) {
        super(message);
    }

    MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
