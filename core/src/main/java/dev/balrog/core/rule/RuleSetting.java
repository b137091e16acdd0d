// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings of a rule: what it offers, and what it is known by. */
public enum RuleSetting implements RuleColumn {
    ALIAS("alias", Kind.TEXT, 50, false, Rule::alias),
    PRIORITY("priority", Kind.INTEGER, 0, true, Rule::priority),
    MAPPING("mapping", Kind.TEXT, 100, false, Rule::mapping),
    FALLBACK_MAPPING("fallbackMapping", Kind.TEXT, 100, false, Rule::fallbackMapping),
    BACKGROUND_RATE("backgroundRate", Kind.INTEGER, 0, true, Rule::backgroundRate),
    UPDATE_TYPE("update_type", Kind.TEXT, 15, true, Rule::updateType),
    COMMENT("comment", Kind.TEXT, 500, false, Rule::comment);

    private final String column;
    private final Kind kind;
    private final int maxLength;
    private final boolean required;

    @SuppressWarnings("ImmutableEnumChecker") // An accessor of a record.
    private final Function<Rule, @Nullable Object> accessor;

    RuleSetting(String column, Kind kind, int maxLength, boolean required, Function<Rule, @Nullable Object> accessor) {
        this.column = column;
        this.kind = kind;
        this.maxLength = maxLength;
        this.required = required;
        this.accessor = accessor;
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public boolean isRequired() {
        return required;
    }

    @Override
    public @Nullable Object of(Rule rule) {
        return accessor.apply(rule);
    }
}
