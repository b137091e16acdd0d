// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core;

/** Helpers for JSON Pointers (RFC 6901). */
public final class JsonPointers {
    private JsonPointers() {}

    /** Returns the pointer to a member of the value that another pointer identifies. */
    public static String child(String parent, String member) {
        return parent + '/' + member.replace("~", "~0").replace("/", "~1");
    }
}
