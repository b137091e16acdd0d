// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

/**
 * Error of a migration that can't be parsed or contradicts its declaration; the message is one line
 * for its author.
 */
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationException(String message) {
        super(message);
    }

    MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
