// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Condition on the build: a comparison of build ids, character by character. */
public final class BuildIdCondition implements ParsedCondition {
    private static final Pattern WELL_FORMED = Pattern.compile("(?:[<>]=?)?[0-9]+\\s*");

    private final @Nullable Comparison comparison;

    private BuildIdCondition(@Nullable Comparison comparison) {
        this.comparison = comparison;
    }

    /** Parses a condition; never fails, but no build satisfies one that is not a comparison. */
    public static BuildIdCondition parse(String condition) {
        return new BuildIdCondition(Comparison.parse(condition).orElse(null));
    }

    /**
     * Returns whether users may give a rule this condition: digits, with or without an operator.
     */
    public static boolean isWellFormed(String condition) {
        return WELL_FORMED.matcher(condition).matches();
    }

    @Override
    public boolean accepts(@Nullable Object property) {
        return comparison != null && comparison.acceptsText(property == null ? "" : (String) property);
    }
}
