// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.request.UpdateRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether two channel patterns have a channel in common. Where a pattern contains
 * characters that could be a regular expression, the result errs on the side of an overlap: a
 * change may then need signoffs unnecessarily.
 *
 * <p>A partner channel such as {@code release-cck-acme} is matched by patterns for itself and by
 * those for {@code release}, so every pattern also matches the partner channels of its channels.
 */
public final class ChannelOverlap {
    /**
     * Length of the shortest rule pattern in which an asterisk is a wildcard
     * ({@link ChannelPattern}).
     */
    private static final int SHORTEST_RULE_PATTERN = 3;

    private static final String PARTNERS = UpdateRequest.PARTNER_SEPARATOR + "*";
    private static final String METACHARACTERS = "\\^$+?{}[]()|";
    private static final char ANY = '*';
    /** Placeholder for a literal asterisk in a normalized pattern; no channel contains it. */
    private static final char LITERAL_ASTERISK = '\u0000';

    private ChannelOverlap() {}

    /**
     * Returns whether some client's channel can match both rules.
     *
     * @param pattern channel of a rule, a pin or a shutoff; null or empty for every channel
     * @param other channel of the other rule, pin or shutoff; null or empty for every channel
     */
    public static boolean ofRules(@Nullable String pattern, @Nullable String other) {
        return isEveryChannel(pattern) || isEveryChannel(other) || overlap(rulePattern(pattern), rulePattern(other));
    }

    /**
     * Returns whether some client's channel that can match a rule is covered by a required signoff.
     *
     * @param pattern channel of a rule, a pin or a shutoff; null or empty for every channel
     * @param required channel of the required signoff, which may contain asterisks for any
     *     characters
     */
    public static boolean ofRequirement(@Nullable String pattern, String required) {
        return isEveryChannel(pattern) || overlap(rulePattern(pattern), widened(required));
    }

    private static boolean isEveryChannel(@Nullable String pattern) {
        return pattern == null || pattern.isEmpty();
    }

    private static String rulePattern(@Nullable String pattern) {
        String text = String.valueOf(pattern);
        return text.length() < SHORTEST_RULE_PATTERN ? text.replace(ANY, LITERAL_ASTERISK) : widened(text);
    }

    /** Replaces everything from the first possible regular expression on by a wildcard. */
    private static String widened(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (METACHARACTERS.indexOf(pattern.charAt(i)) >= 0) {
                // Alternation applies to everything before it, a quantifier to the character before
                // it.
                return pattern.indexOf('|') >= 0 ? "*" : pattern.substring(0, Math.max(0, i - 1)) + ANY;
            }
        }
        return pattern;
    }

    private static boolean overlap(String pattern, String other) {
        // If both patterns match a partner channel through its part before the partner's, both
        // match that part as a channel.
        return intersect(pattern, other)
                || intersect(pattern + PARTNERS, other)
                || intersect(pattern, other + PARTNERS);
    }

    /**
     * Returns whether some string matches both globs, by the product of two automata.
     * {@code matched[j]} is true when some string matches the characters read so far of the left
     * glob and the first {@code j} of the right one.
     */
    private static boolean intersect(String left, String right) {
        boolean[] matched = new boolean[right.length() + 1];
        matched[0] = true;
        for (int j = 1; j <= right.length(); j++) {
            matched[j] = matched[j - 1] && right.charAt(j - 1) == ANY;
        }
        for (int i = 0; i < left.length(); i++) {
            char l = left.charAt(i);
            boolean diagonal = matched[0];
            matched[0] = matched[0] && l == ANY;
            for (int j = 1; j <= right.length(); j++) {
                char r = right.charAt(j - 1);
                boolean above = matched[j];
                boolean wildcard = l == ANY || r == ANY;
                matched[j] = wildcard ? (above || matched[j - 1]) : (diagonal && l == r);
                diagonal = above;
            }
        }
        return matched[right.length()];
    }
}
