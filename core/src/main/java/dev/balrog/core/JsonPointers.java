// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Helpers for JSON Pointers (RFC 6901). */
final class JsonPointers {
    private JsonPointers() {}

    /** Returns the pointer to a member of the value that another pointer identifies. */
    static String child(String parent, String member) {
        return parent + '/' + member.replace("~", "~0").replace("/", "~1");
    }
}
