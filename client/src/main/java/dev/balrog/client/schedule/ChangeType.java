// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.schedule;

import java.util.Locale;

/** Operation that a scheduled change executes on its object. */
public enum ChangeType {
    INSERT,
    UPDATE,
    DELETE;

    /** Returns the name in the API. */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ChangeType of(String apiName) {
        return switch (apiName) {
            case "insert" -> INSERT;
            case "delete" -> DELETE;
            default -> UPDATE;
        };
    }
}
