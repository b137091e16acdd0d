// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.Locale;

/** What a scheduled change does to its object. */
public enum ChangeType {
    INSERT,
    UPDATE,
    DELETE;

    /** What the API calls it. */
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
