// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Says where something is in a JSON document. */
final class JsonPointers {
    private JsonPointers() {}

    /** The pointer to a member of what another pointer leads to. */
    static String child(String parent, String member) {
        return parent + '/' + member.replace("~", "~0").replace("/", "~1");
    }
}
