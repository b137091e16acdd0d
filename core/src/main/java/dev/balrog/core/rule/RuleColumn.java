// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Catalogue of the columns of a rule that can be set: their kinds and limits. Tests compare it with
 * the tables, the OpenAPI document, the client, the console and {@code docs/rules.md}.
 */
public enum RuleColumn {
    ALIAS("alias", Kind.TEXT, 50, false, Rule::alias),
    PRIORITY("priority", Kind.INTEGER, 0, true, Rule::priority),
    MAPPING("mapping", Kind.TEXT, 100, false, Rule::mapping),
    FALLBACK_MAPPING("fallbackMapping", Kind.TEXT, 100, false, Rule::fallbackMapping),
    BACKGROUND_RATE("backgroundRate", Kind.INTEGER, 0, true, Rule::backgroundRate),
    UPDATE_TYPE("update_type", Kind.TEXT, 15, true, Rule::updateType),
    PRODUCT("product", Kind.TEXT, 15, false, Rule::product),
    VERSION("version", Kind.TEXT, 75, false, Rule::version),
    CHANNEL("channel", Kind.TEXT, 75, false, Rule::channel),
    BUILD_TARGET("buildTarget", Kind.TEXT, 75, false, Rule::buildTarget),
    BUILD_ID("buildID", Kind.TEXT, 20, false, Rule::buildId),
    LOCALE("locale", Kind.LIST, 200, false, Rule::locale),
    OS_VERSION("osVersion", Kind.TEXT, 1000, false, Rule::osVersion),
    INSTRUCTION_SET("instructionSet", Kind.TEXT, 1000, false, Rule::instructionSet),
    MEMORY("memory", Kind.TEXT, 100, false, Rule::memory),
    MIG64("mig64", Kind.BOOLEAN, 0, false, Rule::mig64),
    JAWS("jaws", Kind.BOOLEAN, 0, false, Rule::jaws),
    DISTRIBUTION("distribution", Kind.LIST, 2000, false, Rule::distribution),
    DISTRIBUTION_VERSION("distVersion", Kind.TEXT, 100, false, Rule::distributionVersion),
    HEADER_ARCHITECTURE("headerArchitecture", Kind.TEXT, 10, false, Rule::headerArchitecture),
    COMMENT("comment", Kind.TEXT, 500, false, Rule::comment);

    /** Kind of values. */
    public enum Kind {
        TEXT,
        /** Comma-separated values, stored without whitespace. */
        LIST,
        INTEGER,
        BOOLEAN;

        /** Returns whether the values are strings. */
        public boolean isText() {
            return this == TEXT || this == LIST;
        }
    }

    private final String column;
    private final Kind kind;
    private final int maxLength;
    private final boolean required;

    @SuppressWarnings("ImmutableEnumChecker") // An accessor of a record.
    private final Function<Rule, @Nullable Object> accessor;

    RuleColumn(String column, Kind kind, int maxLength, boolean required, Function<Rule, @Nullable Object> accessor) {
        this.column = column;
        this.kind = kind;
        this.maxLength = maxLength;
        this.required = required;
        this.accessor = accessor;
    }

    /** Returns the column with this name in the table {@code rules}; empty for other columns. */
    public static Optional<RuleColumn> named(String column) {
        return Arrays.stream(values()).filter(one -> one.column.equals(column)).findFirst();
    }

    /** Returns the name of the column in the table {@code rules} and in the API. */
    public String column() {
        return column;
    }

    /** Returns the kind of the values. */
    public Kind kind() {
        return kind;
    }

    /** Returns the maximum length of a string, in characters; 0 for other kinds. */
    public int maxLength() {
        return maxLength;
    }

    /** Returns whether a new rule must have a value. */
    public boolean isRequired() {
        return required;
    }

    /** Returns the value of the column in a rule; null for none. */
    public @Nullable Object of(Rule rule) {
        return accessor.apply(rule);
    }
}
