// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import org.jspecify.annotations.Nullable;

/** The builds that a rule applies to: a comparison of build ids, character by character. */
public final class BuildIdCondition {
    private final @Nullable Comparison comparison;

    private BuildIdCondition(@Nullable Comparison comparison) {
        this.comparison = comparison;
    }

    /** Reads a condition; never fails, but no build satisfies one that is not a comparison. */
    public static BuildIdCondition parse(String condition) {
        return new BuildIdCondition(Comparison.parse(condition).orElse(null));
    }

    /** Whether the build satisfies the condition. */
    public boolean matches(String buildId) {
        return comparison != null && comparison.acceptsText(buildId);
    }
}
