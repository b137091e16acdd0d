// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import java.util.Locale;

/** ChangeEffect of a change on a request whose response differs, the most harmful first. */
public enum ChangeEffect {
    /** Status 400 in place of an answer. */
    FAILS(true),
    /** No update where there was one, also where the response has no file that the client may download. */
    STOPS(true),
    /** A release of another product than that of the request, other than before. */
    OTHER_PRODUCT(true),
    /** An older version or build than was offered before, or one that the client already has. */
    OLDER(true),
    /** Another release, not older than the one that was offered before. */
    OTHER_RELEASE(false),
    /** An update where there was none. */
    NEWLY_OFFERED(false),
    /** Another response with the same release, or for the same reason. */
    OTHER_CONTENT(false);

    private final boolean harmful;

    ChangeEffect(boolean harmful) {
        this.harmful = harmful;
    }

    /** Returns whether clients are worse off, so that a person should look before the change. */
    public boolean isHarmful() {
        return harmful;
    }

    /** Returns the name in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
