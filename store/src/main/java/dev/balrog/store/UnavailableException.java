// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.Serial;

/**
 * Temporary failure of the database: it is unreachable, has closed the connection, has become
 * read-only in a failover, or has rolled the transaction back because of a deadlock or a lock wait
 * timeout.
 */
public final class UnavailableException extends StoreException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean outcomeKnown;

    UnavailableException(String message, boolean outcomeKnown, Throwable cause) {
        super(message, cause);
        this.outcomeKnown = outcomeKnown;
    }

    /**
     * Returns whether it is certain that nothing was changed; false when the connection was lost
     * during the commit.
     */
    public boolean isOutcomeKnown() {
        return outcomeKnown;
    }
}
