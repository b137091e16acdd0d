// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SETS;

import java.util.Locale;

/** State of a change set. */
public enum SetState {
    /** Proposed: it can be edited, signed, enacted and cancelled. */
    OPEN,
    ENACTED,
    CANCELLED;

    /** Returns the state of a row of {@link Entity#CHANGE_SETS}. */
    public static SetState of(Row changeSet) {
        return byText(changeSet.require(BALROG_CHANGE_SETS.STATE));
    }

    /**
     * Returns the state with this name in the API and the database.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SetState byText(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Returns the name in the API and the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
