// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

/**
 * How much data there is to be. A hand-written catalogue of about forty rules and thirty releases is always there; what
 * it lacks in number is filled up with invented partner and branch builds.
 *
 * @param rules number of rules
 * @param releases number of releases of all kinds; those beyond the live ones are history that no rule leads to
 * @param fullReleases number of live app releases that have all the locales and platforms
 * @param liveReleases number of releases that a rule, pin or superblob leads to, the full ones among them
 * @param locales number of locales of a full release, at most 100
 */
public record SampleSize(int rules, int releases, int fullReleases, int liveReleases, int locales) {

    /** The catalogue alone. */
    public static final SampleSize DEMO = new SampleSize(0, 0, 0, 0, Locales.ALL.size());

    /** The size of a usual installation. */
    public static final SampleSize SMALL = new SampleSize(500, 120, 60, 120, Locales.ALL.size());

    /** The largest installation that is known, after years of nightly builds. */
    public static final SampleSize LARGE = new SampleSize(10_000, 60_000, 60, 3_000, Locales.ALL.size());

    /** Checks the numbers. */
    public SampleSize {
        if (rules < 0 || releases < 0 || fullReleases < 0 || liveReleases < 0) {
            throw new IllegalArgumentException("the sizes of a sample can't be negative");
        }
        if (locales < 1 || locales > Locales.ALL.size()) {
            throw new IllegalArgumentException("a sample has 1 to " + Locales.ALL.size() + " locales, not " + locales);
        }
    }

    /** The same with another number of rules. */
    public SampleSize withRules(int number) {
        return new SampleSize(number, releases, fullReleases, liveReleases, locales);
    }

    /** The same with another number of releases. */
    public SampleSize withReleases(int number) {
        return new SampleSize(rules, number, fullReleases, liveReleases, locales);
    }

    /** The same with another number of locales. */
    public SampleSize withLocales(int number) {
        return new SampleSize(rules, releases, fullReleases, liveReleases, number);
    }
}
