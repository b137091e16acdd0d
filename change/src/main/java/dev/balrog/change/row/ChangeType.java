// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import dev.balrog.core.change.Action;
import java.util.Locale;
import java.util.Optional;

/** Effect of a change on a row. */
public enum ChangeType {
    INSERT,
    UPDATE,
    DELETE;

    /** Returns the type with a name in the API and the database. */
    public static Optional<ChangeType> byText(String text) {
        for (ChangeType type : values()) {
            if (type.text().equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Returns the action that permissions may be restricted to. */
    public Action action() {
        return switch (this) {
            case INSERT -> Action.CREATE;
            case UPDATE -> Action.MODIFY;
            case DELETE -> Action.DELETE;
        };
    }

    /** Returns the name in the API and the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
