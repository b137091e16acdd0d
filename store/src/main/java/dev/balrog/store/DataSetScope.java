// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

/** What a data set holds. */
public enum DataSetScope {
    /** Every row of every table that is shared with the reference, histories and scheduled changes included. */
    WHOLE,
    /**
     * What answers depend on: rules, shutoffs, pins, the releases that can be reached from these, and the required
     * signoffs. Releases that hold no JSON are left out.
     */
    LIVE
}
