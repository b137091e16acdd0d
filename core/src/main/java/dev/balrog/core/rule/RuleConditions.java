// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conditions of a rule, as stored. Immutable. */
public final class RuleConditions {
    /** No condition, so that the rule applies to every request. */
    public static final RuleConditions NONE = of(_ -> null);

    private final Map<Condition, Object> values;

    private RuleConditions(Map<Condition, Object> values) {
        this.values = values;
    }

    /**
     * Returns conditions.
     *
     * @param stored returns the value of a column, a string or a Boolean; null for no condition
     */
    public static RuleConditions of(Function<Condition, @Nullable Object> stored) {
        Map<Condition, Object> values = new EnumMap<>(Condition.class);
        for (Condition condition : Condition.values()) {
            Object value = stored.apply(condition);
            if (value != null) {
                values.put(condition, value);
            }
        }
        return new RuleConditions(values);
    }

    /** Returns a condition, a string or a Boolean; null where the rule lacks it. */
    public @Nullable Object get(Condition condition) {
        return values.get(condition);
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
        return other instanceof RuleConditions that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
