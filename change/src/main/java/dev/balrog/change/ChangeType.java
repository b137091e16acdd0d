// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.Locale;
import java.util.Optional;

/** What a change does to a row. */
public enum ChangeType {
    INSERT,
    UPDATE,
    DELETE;

    /** The type by the name that the API and the database have for it. */
    public static Optional<ChangeType> byText(String text) {
        for (ChangeType type : values()) {
            if (type.text().equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The name that the API and the database have for it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
