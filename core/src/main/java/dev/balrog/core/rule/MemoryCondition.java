// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import org.jspecify.annotations.Nullable;

/** Condition on the amount of memory. Requests without an amount satisfy every condition. */
final class MemoryCondition implements ParsedCondition {
    private final Comparison.@Nullable Operator operator;
    private final long megabytes;

    private MemoryCondition(Comparison.@Nullable Operator operator, long megabytes) {
        this.operator = operator;
        this.megabytes = megabytes;
    }

    /**
     * Parses a condition; never fails, but no amount satisfies one that is not a comparison with a
     * number.
     */
    static MemoryCondition parse(String condition) {
        return Comparison.parse(condition).map(MemoryCondition::of).orElseGet(() -> new MemoryCondition(null, 0));
    }

    private static MemoryCondition of(Comparison comparison) {
        try {
            return new MemoryCondition(comparison.operator(), Long.parseLong(comparison.operand()));
        } catch (NumberFormatException notANumber) {
            return new MemoryCondition(null, 0);
        }
    }

    @Override
    public boolean accepts(@Nullable Object property) {
        return property == null || (operator != null && operator.accepts(Long.compare((Long) property, megabytes)));
    }
}
