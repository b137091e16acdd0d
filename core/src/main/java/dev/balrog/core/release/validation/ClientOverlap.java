// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.version.ExactVersion;
import dev.balrog.core.version.GlobVersion;
import dev.balrog.core.version.MozillaVersion;
import dev.balrog.core.version.VersionScheme;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client can satisfy two conditions of {@code updateLine}. False positives are
 * possible.
 *
 * <p>Conditions that overlap for Mozilla's Balrog overlap here. It compares two ranges by a value
 * next to one of their bounds; this class compares the ranges.
 */
final class ClientOverlap {
    private static final List<String> CONDITIONS = List.of("channels", "locales", "versions", "buildIDs");

    private int comparisonsLeft;

    /**
     * Creates a comparison that gives up and reports an overlap after this number of pairs of
     * values.
     */
    ClientOverlap(int mostComparisons) {
        this.comparisonsLeft = mostComparisons;
    }

    /** Returns whether the limit of comparisons was exceeded. */
    boolean isExhausted() {
        return comparisonsLeft < 0;
    }

    /** Returns whether a client can satisfy both of the conditions. */
    boolean of(Located left, Located right) {
        return CONDITIONS.stream().allMatch(name -> {
            Located ofLeft = left.at(name);
            Located ofRight = right.at(name);
            return !ofLeft.isPresent() || !ofRight.isPresent() || anyOverlap(name, texts(ofLeft), texts(ofRight));
        });
    }

    private static List<String> texts(Located values) {
        return values.children().map(value -> value.value().asString("")).toList();
    }

    private boolean anyOverlap(String name, List<String> left, List<String> right) {
        for (String one : left) {
            for (String other : right) {
                if (--comparisonsLeft < 0 || one.equals(other) || overlap(name, one, other)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean overlap(String name, String left, String right) {
        return switch (name) {
            case "channels" -> channelsOverlap(left, right);
            case "versions" -> versionsOverlap(left, right);
            case "buildIDs" -> BuildRange.of(left).overlaps(BuildRange.of(right));
            default -> false;
        };
    }

    static boolean channelsOverlap(String left, String right) {
        return matchesSomeOf(left, right) || matchesSomeOf(right, left);
    }

    /**
     * Returns whether the first pattern matches the channel that the other one names, or some
     * channel that the other one matches.
     */
    private static boolean matchesSomeOf(String pattern, String other) {
        String name = withoutAsterisks(other);
        if (!pattern.endsWith("*")) {
            // A partner's channel also matches the pattern of the channel that it is derived from.
            return pattern.equals(name)
                    || pattern.equals(UpdateRequest.fallbackChannel(name))
                    || (other.endsWith("*")
                            && other.length() > 2
                            && (pattern + UpdateRequest.PARTNER_SEPARATOR).startsWith(name));
        }
        if (pattern.length() <= 2) {
            // Matches nothing.
            return false;
        }
        String beginning = pattern.substring(0, pattern.length() - 1);
        // Mozilla's Balrog interprets most other characters as regular expression syntax.
        boolean isRegularExpression = beginning.chars().anyMatch(c -> "*+?|()[]{}^$\\".indexOf(c) >= 0);
        return isRegularExpression || name.startsWith(beginning);
    }

    private static String withoutAsterisks(String pattern) {
        int end = pattern.length();
        while (end > 0 && pattern.charAt(end - 1) == '*') {
            end--;
        }
        return pattern.substring(0, end);
    }

    static boolean versionsOverlap(String left, String right) {
        // A value may be several versions, separated by commas.
        return Stream.of(left.split(",", -1))
                .map(VersionRange::of)
                .anyMatch(range ->
                        Stream.of(right.split(",", -1)).anyMatch(part -> range.overlaps(VersionRange.of(part))));
    }

    /** Operator and operand of a condition. */
    private record Operation(String operator, String operand) {
        static Operation of(String condition) {
            int start = 0;
            while (start < condition.length() && "<>=".indexOf(condition.charAt(start)) >= 0) {
                start++;
            }
            return new Operation(condition.substring(0, start), condition.substring(start));
        }
    }

    /**
     * Range of versions.
     *
     * @param low null for no lower bound
     * @param high null for no upper bound
     */
    private record VersionRange(
            @Nullable ExactVersion low,
            boolean withLow,
            @Nullable ExactVersion high,
            boolean withHigh) {
        private static final VersionRange ALL = new VersionRange(null, false, null, false);

        static VersionRange of(String condition) {
            Operation operation = Operation.of(condition.strip());
            MozillaVersion operand;
            try {
                operand = VersionScheme.parseMozilla(operation.operand);
            } catch (BadDataException _) {
                return ALL;
            }
            ExactVersion low = switch (operand) {
                case ExactVersion exact -> exact;
                case GlobVersion glob -> new ExactVersion(glob.major(), Math.max(0, glob.minor()), 0, 'a', 0);
            };
            ExactVersion high = switch (operand) {
                case ExactVersion exact -> exact;
                case GlobVersion glob when glob.minor() < 0 -> new ExactVersion(glob.major() + 1, 0, 0, 'a', 0);
                case GlobVersion glob -> new ExactVersion(glob.major(), glob.minor() + 1, 0, 'a', 0);
            };
            return switch (operation.operator) {
                case "<" -> new VersionRange(null, false, high, false);
                case "<=" -> new VersionRange(null, false, high, true);
                case ">" -> new VersionRange(low, false, null, false);
                case ">=" -> new VersionRange(low, true, null, false);
                default -> new VersionRange(low, true, high, operand instanceof ExactVersion);
            };
        }

        boolean overlaps(VersionRange other) {
            return isBelow(low, withLow, other.high, other.withHigh)
                    && isBelow(other.low, other.withLow, high, withHigh);
        }

        private static boolean isBelow(
                @Nullable ExactVersion low, boolean withLow, @Nullable ExactVersion high, boolean withHigh) {
            if (low == null || high == null) {
                return true;
            }
            int order = low.compareTo(high);
            return order < 0 || (order == 0 && withLow && withHigh);
        }
    }

    /**
     * Range of build ids. Those of clients are compared as strings; Mozilla's Balrog also compares
     * the operands as numbers.
     */
    private record BuildRange(String operator, String operand) {
        static BuildRange of(String condition) {
            Operation operation = Operation.of(condition.strip());
            return new BuildRange(operation.operator, operation.operand);
        }

        boolean overlaps(BuildRange other) {
            return isBelow(this, other) && isBelow(other, this);
        }

        /**
         * Returns whether the lower bound of one, if it has one, is not above the upper bound of
         * the other.
         */
        private static boolean isBelow(BuildRange lower, BuildRange upper) {
            if (lower.operator.startsWith("<") || upper.operator.startsWith(">")) {
                return true;
            }
            boolean both = !lower.operator.equals(">") && !upper.operator.equals("<");
            int byText = lower.operand.compareTo(upper.operand);
            int byNumber = number(lower.operand).compareTo(number(upper.operand));
            return byText < 0 || byNumber < 0 || (both && (byText == 0 || byNumber == 0));
        }

        private static BigInteger number(String digits) {
            boolean isNumber =
                    !digits.isEmpty() && digits.length() <= 40 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            return isNumber ? new BigInteger(digits) : BigInteger.ZERO;
        }
    }
}
