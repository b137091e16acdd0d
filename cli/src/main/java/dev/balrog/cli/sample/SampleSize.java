// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

/**
 * Size of a sample. Each sample contains a hand-written catalog of about forty rules and thirty
 * releases; synthetic partner and branch builds make up the rest.
 *
 * @param rules number of rules
 * @param releases number of releases of all kinds; those beyond the live ones are history to which
 *     no rule maps
 * @param fullReleases number of live app releases with all locales and platforms
 * @param liveReleases number of releases to which a rule, pin or superblob maps, including the full
 *     ones
 * @param locales number of locales of a full release, at most 100
 */
public record SampleSize(int rules, int releases, int fullReleases, int liveReleases, int locales) {

    /** Size of the catalog alone. */
    public static final SampleSize DEMO = new SampleSize(0, 0, 0, 0, Locales.ALL.size());

    /** Size of a usual installation. */
    public static final SampleSize SMALL = new SampleSize(500, 120, 60, 120, Locales.ALL.size());

    /** Size of the largest known installation, after years of nightly builds. */
    public static final SampleSize LARGE = new SampleSize(10_000, 60_000, 60, 3_000, Locales.ALL.size());

    /** Validates the numbers. */
    public SampleSize {
        if (rules < 0 || releases < 0 || fullReleases < 0 || liveReleases < 0) {
            throw new IllegalArgumentException("the sizes of a sample must not be negative");
        }
        if (locales < 1 || locales > Locales.ALL.size()) {
            throw new IllegalArgumentException("a sample has 1 to " + Locales.ALL.size() + " locales, not " + locales);
        }
    }

    /** Returns this size with another number of rules. */
    public SampleSize withRules(int number) {
        return new SampleSize(number, releases, fullReleases, liveReleases, locales);
    }

    /** Returns this size with another number of releases. */
    public SampleSize withReleases(int number) {
        return new SampleSize(rules, number, fullReleases, liveReleases, locales);
    }

    /** Returns this size with another number of locales. */
    public SampleSize withLocales(int number) {
        return new SampleSize(rules, releases, fullReleases, liveReleases, number);
    }
}
