// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import dev.balrog.core.rule.Rule;
import dev.balrog.core.version.VersionCells;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions at which the updates of clients have to be examined: one of each interval in which no
 * rule and no release tells versions apart.
 */
public final class StartVersions {
    private static final Pattern GLOB = Pattern.compile("([0-9]{1,9})\\.(?:([0-9]{1,9})\\.)?\\*");

    private final VersionScheme scheme;
    private final Set<String> operands;
    private final List<Limit> limits;

    private StartVersions(VersionScheme scheme, Set<String> operands) {
        this.scheme = scheme;
        this.operands = operands;
        this.limits = limits(scheme, operands);
    }

    /**
     * Returns the versions for rules and releases.
     *
     * @param releases versions of the releases
     */
    public static StartVersions of(VersionScheme scheme, Collection<Rule> rules, Collection<String> releases) {
        Set<String> operands = new LinkedHashSet<>();
        for (Rule rule : rules) {
            if (rule.version() != null) {
                for (String comparison : rule.version().split(",", -1)) {
                    operands.add(comparison.replaceFirst("^[<>]=?", ""));
                }
            }
        }
        operands.addAll(releases);
        return new StartVersions(scheme, operands);
    }

    /**
     * Returns a version of each interval, in ascending order; empty where the intervals can't be
     * told.
     */
    public Optional<List<String>> cells() {
        return VersionCells.of(scheme, operands);
    }

    /**
     * Returns a version of each interval, in ascending order; where the intervals can't be told,
     * versions just below, at and just above each operand.
     */
    List<String> cellsOrNeighbors() {
        return cells().orElseGet(() -> operands.stream()
                .flatMap(operand -> scheme.neighbors(operand).stream())
                .filter(version -> scheme.compare(version, version).isPresent())
                .distinct()
                .sorted(scheme.order())
                .toList());
    }

    /**
     * End of intervals.
     *
     * @param isExact whether the version itself is an interval
     */
    private record Limit(String version, boolean isExact) {}

    private static List<Limit> limits(VersionScheme scheme, Set<String> operands) {
        List<Limit> limits = new ArrayList<>();
        for (String operand : operands) {
            Matcher glob = GLOB.matcher(operand);
            if (glob.matches()) {
                long major = Long.parseLong(glob.group(1));
                boolean isMajor = glob.group(2) == null;
                long minor = isMajor ? 0 : Long.parseLong(glob.group(2));
                limits.add(new Limit(major + "." + minor, false));
                limits.add(new Limit(isMajor ? major + 1 + ".0" : major + "." + (minor + 1), false));
            } else if (scheme.compare(operand, operand).isPresent()) {
                limits.add(new Limit(operand, true));
            }
        }
        limits.sort(Comparator.comparing(Limit::version, scheme.order()));
        return limits;
    }

    /** Returns the interval of a version, as people would write it. */
    VersionRange range(String version) {
        VersionRange range = VersionRange.ALL;
        for (Limit limit : limits) {
            int order = scheme.compare(limit.version, version).orElse(1);
            if (order == 0 && limit.isExact) {
                return VersionRange.of(version);
            }
            if (order <= 0) {
                range = new VersionRange(Optional.of(limit.version), !limit.isExact, Optional.empty(), false);
            } else {
                return new VersionRange(range.low(), range.isLowIncluded(), Optional.of(limit.version), false);
            }
        }
        return range;
    }
}
