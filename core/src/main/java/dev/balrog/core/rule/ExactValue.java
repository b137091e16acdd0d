// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import org.jspecify.annotations.Nullable;

/**
 * Value that the value of the request must equal.
 *
 * @param value a string or a Boolean
 */
record ExactValue(Object value) implements ParsedCondition {
    @Override
    public boolean accepts(@Nullable Object property) {
        return value.equals(property);
    }
}
