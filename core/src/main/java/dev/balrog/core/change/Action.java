// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

/** Action on an object, which permissions can be restricted to. */
public enum Action {
    CREATE("create"),
    MODIFY("modify"),
    DELETE("delete"),
    /** Viewing the permissions of others. */
    VIEW("view"),
    /** Making a release read-only. */
    SET("set"),
    /** Making a read-only release writable again. */
    UNSET("unset"),
    /** Enacting a scheduled change. */
    ENACT("enact");

    private final String id;

    Action(String id) {
        this.id = id;
    }

    /** Returns the name, as stored in options of permissions. */
    public String id() {
        return id;
    }
}
