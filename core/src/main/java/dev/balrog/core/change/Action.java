// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

/** What is done to an object. */
public enum Action {
    CREATE("create"),
    MODIFY("modify"),
    DELETE("delete"),
    /** To see what others may do. */
    VIEW("view"),
    /** To make a release read-only. */
    SET("set"),
    /** To make a read-only release writable again. */
    UNSET("unset"),
    /** To carry out a scheduled change. */
    ENACT("enact");

    private final String id;

    Action(String id) {
        this.id = id;
    }

    /** The name, as options of permissions hold it. */
    public String id() {
        return id;
    }
}
