// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finding of the lint.
 *
 * @param check the check that found it
 * @param severity the configured severity
 * @param product product of the rule or pin; null for a rule for all products
 * @param rules ids of the rules: first the one to look at, then those that it is about
 * @param releases names of the releases that it is about
 * @param reason what is wrong, in a sentence
 * @param example request target of a client that is concerned; null where there is none
 * @param repair what to do, in a sentence
 */
public record LintFinding(
        LintCheck check,
        Severity severity,
        @Nullable String product,
        List<Long> rules,
        List<String> releases,
        String reason,
        @Nullable String example,
        String repair) {
    public LintFinding {
        rules = List.copyOf(rules);
        releases = List.copyOf(releases);
    }

    /** Returns whether another finding has the same check and is about the same rules and releases. */
    boolean isSameAs(LintFinding other) {
        return check == other.check && rules.equals(other.rules) && releases.equals(other.releases);
    }
}
