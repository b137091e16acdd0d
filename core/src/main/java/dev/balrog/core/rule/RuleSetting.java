// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

/** Settings of a rule: what it offers, and what it is known by. */
public enum RuleSetting implements RuleColumn {
    ALIAS("alias", ColumnKind.TEXT, 50, false),
    PRIORITY("priority", ColumnKind.INTEGER, 0, true),
    MAPPING("mapping", ColumnKind.TEXT, 100, false),
    FALLBACK_MAPPING("fallbackMapping", ColumnKind.TEXT, 100, false),
    BACKGROUND_RATE("backgroundRate", ColumnKind.INTEGER, 0, true),
    UPDATE_TYPE("update_type", ColumnKind.TEXT, 15, true),
    COMMENT("comment", ColumnKind.TEXT, 500, false);

    private final String column;
    private final ColumnKind kind;
    private final int maxLength;
    private final boolean required;

    RuleSetting(String column, ColumnKind kind, int maxLength, boolean required) {
        this.column = column;
        this.kind = kind;
        this.maxLength = maxLength;
        this.required = required;
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public ColumnKind kind() {
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
}
