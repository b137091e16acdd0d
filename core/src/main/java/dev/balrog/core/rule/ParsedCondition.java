// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import org.jspecify.annotations.Nullable;

/** Condition of a rule, parsed for fast evaluation. */
sealed interface ParsedCondition
        permits ExactValue,
                TextList,
                SubstringExpression,
                ChannelPattern,
                VersionCondition,
                BuildIdCondition,
                MemoryCondition {
    /**
     * Returns whether a property of a request satisfies the condition.
     *
     * @param property as {@link Condition#of(dev.balrog.core.request.UpdateRequest)} returns it, but
     *     the version is parsed; null where the client did not send it
     * @throws dev.balrog.core.BadDataException when the version of the request can't be compared
     */
    boolean accepts(@Nullable Object property);
}
