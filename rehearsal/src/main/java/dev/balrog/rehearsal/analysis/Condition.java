// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code successCondition} of Argo Rollouts. Only the subset that the project's files use is
 * supported: comparisons of {@code result[0]} with a number, and {@code isNaN(result[0])}, joined
 * by {@code &&} and {@code ||}. Anything else is rejected.
 */
public final class Condition {
    private static final Pattern COMPARISON =
            Pattern.compile("result\\[0]\\s*(<=|>=|<|>|==)\\s*(-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?)");
    private static final Pattern IS_NAN = Pattern.compile("isNaN\\(\\s*result\\[0]\\s*\\)");

    private final String text;
    /** Disjunction of conjunctions. */
    private final List<List<Predicate<Double>>> alternatives;

    private Condition(String text, List<List<Predicate<Double>>> alternatives) {
        this.text = text;
        this.alternatives = alternatives;
    }

    /**
     * Parses a condition.
     *
     * @throws IllegalArgumentException if it is not supported
     */
    public static Condition parse(String text) {
        return new Condition(
                text.strip(),
                Arrays.stream(text.split("\\|\\|", -1))
                        .map(alternative -> Arrays.stream(alternative.split("&&", -1))
                                .map(part -> atom(part.strip(), text))
                                .toList())
                        .toList());
    }

    private static Predicate<Double> atom(String atom, String text) {
        if (IS_NAN.matcher(atom).matches()) {
            return value -> value.isNaN();
        }
        Matcher comparison = COMPARISON.matcher(atom);
        if (!comparison.matches()) {
            throw new IllegalArgumentException("The success condition '" + text.strip() + "' can't be evaluated here: '"
                    + atom + "' is neither a comparison such as result[0] >= 0.99 nor isNaN(result[0])");
        }
        double limit = Double.parseDouble(comparison.group(2));
        return switch (comparison.group(1)) {
            case "<=" -> value -> value <= limit;
            case ">=" -> value -> value >= limit;
            case "<" -> value -> value < limit;
            case ">" -> value -> value > limit;
            default -> value -> value == limit;
        };
    }

    /**
     * Returns whether the condition holds for the first value of a result. All comparisons with NaN
     * are false.
     */
    public boolean holds(double value) {
        return alternatives.stream().anyMatch(parts -> parts.stream().allMatch(part -> part.test(value)));
    }

    @Override
    public String toString() {
        return text;
    }
}
