// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.version.LooseVersion;
import dev.balrog.core.version.MozillaVersion;
import java.util.Optional;

/**
 * Comparison in a condition of a rule: {@code 60.0}, {@code >=60.0}, {@code <60.0} or {@code 60.*}.
 *
 * @param operator the comparison operator
 * @param operand the operand, without the operator
 */
record Comparison(Operator operator, String operand) {

    enum Operator {
        EQUAL,
        /** Match of a pattern with an asterisk at its end. */
        MATCHES,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /**
         * Returns whether a value with this order relative to the operand satisfies the comparison.
         */
        boolean accepts(int order) {
            return switch (this) {
                case EQUAL, MATCHES -> order == 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }

        boolean accepts(MozillaVersion version, MozillaVersion operand) {
            return switch (this) {
                case EQUAL -> MozillaVersion.equal(version, operand);
                case MATCHES -> MozillaVersion.matches(version, operand);
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    accepts(MozillaVersion.compare(version, operand));
            };
        }

        boolean accepts(LooseVersion version, LooseVersion operand) {
            return switch (this) {
                case EQUAL, MATCHES -> version.sameAs(operand);
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> accepts(version.compare(operand));
            };
        }
    }

    /** Parses a comparison; empty where it is invalid, so that no value satisfies it. */
    static Optional<Comparison> parse(String text) {
        if (text.endsWith("*")) {
            return Optional.of(new Comparison(Operator.MATCHES, text));
        }
        if (!text.isEmpty() && isWord(text.charAt(0))) {
            return Optional.of(new Comparison(Operator.EQUAL, text));
        }
        if (text.startsWith(">=")) {
            return withOperand(Operator.GREATER_OR_EQUAL, text.substring(2));
        }
        if (text.startsWith("<=")) {
            return withOperand(Operator.LESS_OR_EQUAL, text.substring(2));
        }
        if (text.startsWith(">")) {
            return withOperand(Operator.GREATER, text.substring(1));
        }
        if (text.startsWith("<")) {
            return withOperand(Operator.LESS, text.substring(1));
        }
        return Optional.empty();
    }

    /** Returns whether a string, compared character by character, satisfies the comparison. */
    boolean acceptsText(String value) {
        return operator.accepts(value.compareTo(operand));
    }

    private static Optional<Comparison> withOperand(Operator operator, String rest) {
        int end = 0;
        while (end < rest.length() && (rest.charAt(end) == '.' || isWord(rest.charAt(end)))) {
            end++;
        }
        return end == 0 ? Optional.empty() : Optional.of(new Comparison(operator, rest.substring(0, end)));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
