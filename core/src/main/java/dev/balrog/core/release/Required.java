// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadReleaseException;
import org.jspecify.annotations.Nullable;

/**
 * Checks for data that a response requires. Stored releases can lack it, since formats were not
 * always validated.
 */
final class Required {
    private Required() {}

    /**
     * Returns the value.
     *
     * @throws BadReleaseException when it is null
     */
    static <T> T field(@Nullable T value, String field, String owner) {
        if (value == null) {
            throw new BadReleaseException("No '" + field + "' in '" + owner + "'");
        }
        return value;
    }
}
