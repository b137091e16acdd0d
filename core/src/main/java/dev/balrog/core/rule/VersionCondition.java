// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.BadDataException;
import dev.balrog.core.BadRuleException;
import dev.balrog.core.version.LooseVersion;
import dev.balrog.core.version.MozillaVersion;
import dev.balrog.core.version.Version;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Condition on the version: comma-separated comparisons, one of which has to hold.
 *
 * <p>Parsed once for both version schemes, since the product of the request determines the scheme.
 */
public final class VersionCondition implements ParsedCondition {
    private final List<Alternative> alternatives;
    private final boolean soundInMozillaScheme;

    private VersionCondition(List<Alternative> alternatives) {
        this.alternatives = alternatives;
        this.soundInMozillaScheme = alternatives.stream().allMatch(a -> a.mozilla != null);
    }

    /**
     * Parses a condition; never fails, since an invalid version in a rule only matters once a
     * request is compared with it.
     */
    public static VersionCondition parse(String condition) {
        List<Alternative> alternatives = new ArrayList<>();
        for (String part : condition.split(",", -1)) {
            Comparison.parse(part).map(Alternative::of).ifPresent(alternatives::add);
        }
        return new VersionCondition(List.copyOf(alternatives));
    }

    /**
     * Returns whether users may give a rule this condition: one comparison with a Mozilla version,
     * or several such versions without operators.
     */
    public static boolean isWellFormed(String condition) {
        String[] parts = condition.split(",", -1);
        return Arrays.stream(parts)
                .allMatch(part -> Comparison.parse(part)
                        .filter(comparison -> parts.length == 1 || comparison.operator() == Comparison.Operator.EQUAL)
                        .filter(comparison -> Alternative.of(comparison).mozilla != null)
                        .isPresent());
    }

    /**
     * Returns whether the version satisfies the condition.
     *
     * @throws BadDataException when the condition contains an invalid version before a comparison
     *     that holds, or when the versions have no order
     */
    public boolean matches(Version version) {
        for (Alternative alternative : alternatives) {
            if (alternative.matches(version)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean accepts(@Nullable Object property) {
        return matches((Version) Objects.requireNonNull(property));
    }

    /** Returns the versions and globs that the condition compares with, in its order. */
    List<String> operands() {
        return alternatives.stream()
                .map(alternative -> alternative.comparison.operand())
                .toList();
    }

    /** Returns whether no version of the scheme can make {@link #matches} fail. */
    boolean isSoundIn(VersionScheme scheme) {
        return scheme == VersionScheme.MOZILLA && soundInMozillaScheme;
    }

    private record Alternative(
            Comparison comparison, @Nullable MozillaVersion mozilla, LooseVersion loose) {

        static Alternative of(Comparison comparison) {
            MozillaVersion mozilla;
            try {
                mozilla = VersionScheme.parseMozilla(comparison.operand());
            } catch (BadDataException notOfThisScheme) {
                mozilla = null;
            }
            return new Alternative(comparison, mozilla, LooseVersion.parse(comparison.operand()));
        }

        boolean matches(Version version) {
            return switch (version) {
                case MozillaVersion exactOrGlob -> comparison.operator().accepts(exactOrGlob, requireMozilla());
                case LooseVersion other -> matches(other);
            };
        }

        private boolean matches(LooseVersion version) {
            try {
                return comparison.operator().accepts(version, loose);
            } catch (BadDataException e) {
                throw loose.isNumeric() ? e : new BadRuleException(String.valueOf(e.getMessage()));
            }
        }

        private MozillaVersion requireMozilla() {
            if (mozilla == null) {
                throw new BadRuleException("Version number " + comparison.operand() + " is invalid.");
            }
            return mozilla;
        }
    }
}
