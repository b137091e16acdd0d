// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.job;

import java.util.Locale;

/** Job whose last successful run is recorded in the database. */
public enum Job {
    /** Deletion of expired nightly releases. */
    CLEANUP,
    /** Replacement of stage's data by production's. */
    STAGE_RESET,
    /** Copy of old release history from the database to the object stores. */
    HISTORY_SYNC;

    /** Returns the stored name, which is also the value of the label of metrics. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
