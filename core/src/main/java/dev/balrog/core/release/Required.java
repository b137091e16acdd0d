// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadReleaseException;
import org.jspecify.annotations.Nullable;

/** Checks for data that an answer can't do without. Stored releases can lack it, since formats were once not validated. */
final class Required {
    private Required() {}

    /**
     * The value, if it is there.
     *
     * @throws BadReleaseException when it is not
     */
    static <T> T field(@Nullable T value, String field, String owner) {
        if (value == null) {
            throw new BadReleaseException("No '" + field + "' in '" + owner + "'");
        }
        return value;
    }
}
