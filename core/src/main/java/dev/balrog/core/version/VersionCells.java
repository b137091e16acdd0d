// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import dev.balrog.core.BadDataException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://en.wikipedia.org/wiki/Equivalence_partitioning">Equivalence classes</a> of
 * versions: half-open intervals between the operands of comparisons, in which each comparison has
 * the same result for all versions. A version of each class stands for all of it.
 */
public final class VersionCells {
    private static final Pattern NUMERIC = Pattern.compile("[0-9]{1,17}(?:\\.[0-9]{1,17})*");
    private static final Pattern LONG_NUMBER = Pattern.compile(".*[0-9]{18}.*", Pattern.DOTALL);
    private static final Pattern GLOB = Pattern.compile("(?:0|[1-9][0-9]*)\\.(?:(?:0|[1-9][0-9]*)\\.)?\\*");
    /** First major version in which the only prerelease tag is {@code a}. */
    private static final long FIRST_POST_MODERN_MAJOR = 5;

    private static final Comparator<List<BigInteger>> NUMBERS = VersionCells::compareNumbers;

    private VersionCells() {}

    /**
     * Returns a version of each class; empty where an operand is invalid in the scheme, or where its
     * versions are no interval, so that the classes can't be told.
     *
     * <p>Versions that contain words are left out of the loose scheme: each that can be compared with
     * the operands has the results of a version without words.
     *
     * @param operands versions, and globs such as {@code 60.*} in the Mozilla scheme
     */
    public static Optional<List<String>> of(VersionScheme scheme, Collection<String> operands) {
        return switch (scheme) {
            case MOZILLA -> mozilla(operands);
            case LOOSE -> loose(operands);
        };
    }

    private static Optional<List<String>> mozilla(Collection<String> operands) {
        TreeSet<ExactVersion> starts = new TreeSet<>();
        starts.add(least(0, 0));
        for (String operand : operands) {
            if (LONG_NUMBER.matcher(operand).matches()) {
                return Optional.empty();
            }
            try {
                switch (VersionParser.parse(operand)) {
                    case ExactVersion exact -> {
                        starts.add(exact);
                        starts.add(successor(exact));
                    }
                    case GlobVersion glob -> {
                        if (!GLOB.matcher(operand).matches()) {
                            return Optional.empty();
                        }
                        addEnds(glob, starts);
                    }
                }
            } catch (BadDataException invalid) {
                return Optional.empty();
            }
        }
        return Optional.of(cells(new ArrayList<>(starts), Comparator.naturalOrder(), VersionCells::usual)
                .map(VersionCells::written)
                .toList());
    }

    private static void addEnds(GlobVersion glob, Set<ExactVersion> starts) {
        if (glob.minor() == GlobVersion.ANY) {
            starts.add(least(glob.major(), 0));
            starts.add(least(glob.major() + 1, 0));
        } else {
            // 60.1.* matches 60.1, but not 60.1a1.
            starts.add(released(glob.major(), glob.minor(), 0));
            starts.add(least(glob.major(), glob.minor() + 1));
        }
    }

    /** Returns the lowest version with these two numbers. */
    private static ExactVersion least(long major, long minor) {
        return new ExactVersion(major, minor, 0, firstTag(major), 0);
    }

    private static char firstTag(long major) {
        return major < FIRST_POST_MODERN_MAJOR ? 'A' : 'a';
    }

    private static ExactVersion released(long major, long minor, long patch) {
        return new ExactVersion(major, minor, patch, ExactVersion.RELEASED, 0);
    }

    /** Returns the lowest version above a version. */
    private static ExactVersion successor(ExactVersion version) {
        return version.isPrerelease()
                ? new ExactVersion(
                        version.major(),
                        version.minor(),
                        version.patch(),
                        version.prereleaseTag(),
                        version.prereleaseNumber() + 1)
                : new ExactVersion(version.major(), version.minor(), version.patch() + 1, firstTag(version.major()), 0);
    }

    /** Returns versions that clients usually have, some of which may be in the class. */
    private static Stream<ExactVersion> usual(ExactVersion from, @Nullable ExactVersion to) {
        Stream<ExactVersion> released = Stream.of(
                released(from.major(), from.minor(), from.patch()),
                released(from.major(), from.minor() + 1, 0),
                released(from.major() + 1, 0, 0));
        return to == null || from.major() > 0
                ? released
                : Stream.concat(
                        Stream.of(released(to.major() - 1, 0, 0), released(to.major(), to.minor() - 1, 0))
                                .filter(version -> version.major() >= 0 && version.minor() >= 0),
                        released);
    }

    private static String written(ExactVersion version) {
        return version.major() + "." + version.minor() + (version.patch() == 0 ? "" : "." + version.patch())
                + (version.isPrerelease() ? version.prereleaseTag() + "" + version.prereleaseNumber() : "");
    }

    private static Optional<List<String>> loose(Collection<String> operands) {
        TreeSet<List<BigInteger>> starts = new TreeSet<>(NUMBERS);
        starts.add(List.of(BigInteger.ZERO));
        for (String operand : operands) {
            if (!NUMERIC.matcher(operand).matches()) {
                return Optional.empty();
            }
            List<BigInteger> numbers =
                    Arrays.stream(operand.split("\\.")).map(BigInteger::new).toList();
            starts.add(numbers);
            starts.add(
                    Stream.concat(numbers.stream(), Stream.of(BigInteger.ZERO)).toList());
        }
        return Optional.of(cells(new ArrayList<>(starts), NUMBERS, (_, _) -> Stream.empty())
                .map(numbers -> String.join(
                        ".", numbers.stream().map(BigInteger::toString).toList()))
                .toList());
    }

    private static int compareNumbers(List<BigInteger> left, List<BigInteger> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private interface Candidates<T> {
        Stream<T> of(T from, @Nullable T to);
    }

    private static <T> Stream<T> cells(List<T> starts, Comparator<? super T> order, Candidates<T> candidates) {
        Function<Integer, T> cell = i -> {
            T from = starts.get(i);
            T to = i + 1 < starts.size() ? starts.get(i + 1) : null;
            return candidates
                    .of(from, to)
                    .filter(version -> order.compare(version, from) >= 0)
                    .filter(version -> to == null || order.compare(version, to) < 0)
                    .findFirst()
                    .orElse(from);
        };
        return Stream.iterate(0, i -> i < starts.size(), i -> i + 1).map(cell);
    }
}
