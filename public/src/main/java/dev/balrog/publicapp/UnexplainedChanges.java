// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

/** Treatment of rows whose changes the audit log does not explain. */
public enum UnexplainedChanges {
    /** Serves them like all other rows. */
    SERVE,
    /**
     * Serves the last snapshot that the audit log explains, until an operator acknowledges the
     * changes.
     */
    HOLD
}
