// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conditions of a rule, as stored. Immutable. */
public final class RuleConditions {
    /** No condition, so that the rule applies to every request. */
    public static final RuleConditions NONE = of(_ -> null);

    private final @Nullable Object[] values;

    private RuleConditions(@Nullable Object[] values) {
        this.values = values;
    }

    /**
     * Returns conditions.
     *
     * @param stored returns the value of a column, a string or a Boolean; null for no condition
     */
    public static RuleConditions of(Function<Condition, @Nullable Object> stored) {
        Condition[] all = Condition.values();
        @Nullable Object[] values = new Object[all.length];
        for (Condition condition : all) {
            values[condition.ordinal()] = stored.apply(condition);
        }
        return new RuleConditions(values);
    }

    /** Returns a condition, a string or a Boolean; null where the rule lacks it. */
    public @Nullable Object get(Condition condition) {
        return values[condition.ordinal()];
    }

    @Nullable
    String text(Condition condition) {
        return (String) get(condition);
    }

    @Nullable
    Boolean flag(Condition condition) {
        return (Boolean) get(condition);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RuleConditions that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
