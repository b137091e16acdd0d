// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

/** What becomes of rows that were changed by something else than a change in the audit log. */
public enum UnexplainedChanges {
    /** They are served like all others. */
    SERVE,
    /** The last snapshot is served that the audit log explains, until an operator acknowledges the changes. */
    HOLD
}
