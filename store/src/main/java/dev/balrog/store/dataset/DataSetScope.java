// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.dataset;

/** Scope of a data set. */
public enum DataSetScope {
    /**
     * Every row of every table shared with Mozilla's Balrog, including histories and scheduled
     * changes.
     */
    WHOLE,
    /**
     * Everything that responses depend on: rules, shutoffs, pins, the releases reachable from them,
     * and the required signoffs. Releases that are no valid JSON are omitted.
     */
    LIVE
}
