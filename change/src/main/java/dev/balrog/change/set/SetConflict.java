// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.set;

/**
 * Foreseen conflict of a change in an open set.
 *
 * @param position number of the change in the set, from 1
 * @param kind kind of the conflict
 * @param id number of the other change set or scheduled change; 0 for other kinds
 * @param message the conflict in words
 */
public record SetConflict(int position, Kind kind, int id, String message) {
    /** Kinds of conflicts. */
    public enum Kind {
        /** The row has another data version, or exists or is missing: the set can't be enacted. */
        OUTDATED("outdated"),
        /** Another open set changes the row: only the first one can be enacted. */
        CHANGE_SET("change_set"),
        /** A scheduled change of the row is pending: it is merged, or prevents the change. */
        SCHEDULED_CHANGE("scheduled_change");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Returns the name in the API. */
        public String id() {
            return id;
        }
    }
}
