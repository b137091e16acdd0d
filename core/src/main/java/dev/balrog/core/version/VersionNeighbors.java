// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import dev.balrog.core.BadDataException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions just below, at and just above a version, to test the boundaries of comparisons. */
final class VersionNeighbors {
    /** First major version whose prereleases have the tag {@code a}. */
    private static final int FIRST_POST_MODERN_MAJOR = 5;

    /** Number that stands for the last release of a series. */
    private static final String LAST = "99";

    private static final Pattern LAST_NUMBER = Pattern.compile("([0-9]{1,18})(?=[^0-9]*$)");

    private VersionNeighbors() {}

    /** Returns the neighbors of a Mozilla version or glob; empty where it is invalid. */
    static List<String> mozilla(String version) {
        Set<String> around = new LinkedHashSet<>();
        try {
            switch (VersionParser.parse(version)) {
                case GlobVersion glob -> addAround(glob, around);
                case ExactVersion exact -> addAround(version, exact, around);
            }
        } catch (BadDataException invalid) {
            return List.of();
        }
        return List.copyOf(around);
    }

    private static void addAround(GlobVersion glob, Set<String> around) {
        long major = glob.major();
        if (glob.minor() == GlobVersion.ANY) {
            around.add(major + ".0");
            around.add(major + "." + LAST + ".1");
            around.add(major + ".0a1");
            around.add(Math.max(0, major - 1) + "." + LAST);
            around.add(major + 1 + ".0");
        } else {
            String minor = major + "." + glob.minor();
            around.add(minor);
            around.add(minor + ".1");
            around.add(minor + "a1");
            addBelow(major, glob.minor(), around);
            around.add(major + "." + (glob.minor() + 1));
        }
    }

    private static void addAround(String written, ExactVersion exact, Set<String> around) {
        long major = exact.major();
        long minor = exact.minor();
        String twoNumbers = major + "." + minor;
        if (exact.isPrerelease()) {
            around.add(exact.patch() == 0 ? twoNumbers : twoNumbers + "." + exact.patch());
            around.add(twoNumbers + exact.prereleaseTag() + Math.max(0, exact.prereleaseNumber() - 1));
        } else if (exact.patch() > 0) {
            around.add(exact.patch() == 1 ? twoNumbers : twoNumbers + "." + (exact.patch() - 1));
            around.add(twoNumbers);
        } else {
            around.add(twoNumbers + (major < FIRST_POST_MODERN_MAJOR ? "b1" : "a1"));
        }
        addBelow(major, minor, around);
        around.add(written);
        around.add(twoNumbers + "." + (exact.patch() + 1));
        around.add(major + "." + (minor + 1));
        around.add(major + 1 + ".0");
    }

    /** Adds a version below all versions with these two numbers. */
    private static void addBelow(long major, long minor, Set<String> around) {
        if (minor > 0) {
            around.add(major + "." + (minor - 1));
        } else if (major > 0) {
            around.add(major - 1 + "." + LAST);
        }
    }

    /**
     * Returns the neighbors of a version of any form: itself, those with another last number, and
     * one with a further component.
     */
    static List<String> loose(String version) {
        Set<String> around = new LinkedHashSet<>();
        Matcher last = LAST_NUMBER.matcher(version);
        if (last.find()) {
            long number = Long.parseLong(last.group());
            String before = version.substring(0, last.start());
            String after = version.substring(last.end());
            around.add(before + Math.max(0, number - 1) + after);
            around.add(version);
            around.add(before + (number + 1) + after);
        } else {
            around.add(version);
        }
        around.add(version + ".1");
        return List.copyOf(around);
    }
}
