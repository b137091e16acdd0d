// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import dev.balrog.cli.sample.AppRelease.Format;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Synthetic partner and branch builds, and the rules that map to them. They make a sample large.
 */
final class Filler {
    private static final int BRANCH_LOCALES = 2;
    private static final int PARTNERS = 400;
    private static final int LOWEST_PRIORITY = 1001;
    private static final LocalDateTime FIRST_NIGHTLY = LocalDateTime.of(2016, 1, 1, 9, 30);
    private static final DateTimeFormatter BUILD_ID = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    private final SampleSize size;

    Filler(SampleSize size) {
        this.size = size;
    }

    /** Creates further full releases, each with partial updates from the one before it. */
    List<AppRelease> full(int number) {
        List<AppRelease> releases = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            List<AppRelease> from = releases.isEmpty() ? List.of() : List.of(releases.getLast());
            String version = (100 + i / 3) + ".0." + (1 + i % 3);
            releases.add(new AppRelease(
                    "Firefox",
                    "Firefox-" + version + "-build1",
                    version,
                    version,
                    buildId(3000 + i * 9),
                    Format.SCHEMA_9,
                    Platform.TODAY,
                    Locales.first(size.locales()),
                    from,
                    false));
        }
        return releases;
    }

    /** Creates a small nightly build of a development branch. */
    AppRelease branch(int index) {
        String product = index % 5 == 4 ? "Thunderbird" : "Firefox";
        return small(product, product + "-branch-" + number(index) + "-nightly-latest", index);
    }

    /** Creates a small old nightly build, to which no rule maps. */
    AppRelease old(int index) {
        String product = index % 5 == 4 ? "Thunderbird" : "Firefox";
        return small(product, product + "-mozilla-central-nightly-" + buildId(index) + '-' + number(index), index);
    }

    private static AppRelease small(String product, String name, int index) {
        // Half of them are stored whole, as old nightly builds were.
        Format format = index % 2 == 0 ? Format.SCHEMA_4 : Format.SCHEMA_9_NIGHTLY;
        String version = (60 + index % 80) + ".0a1";
        return new AppRelease(
                product,
                name,
                version,
                version,
                buildId(index),
                format,
                Platform.BRANCH,
                Locales.first(BRANCH_LOCALES),
                List.of(),
                index % 3 == 0);
    }

    /** Creates the rule that maps to a full or branch build. */
    SampleRule ruleTo(AppRelease release, int index) {
        return SampleRule.of(release.product())
                .channel("nightly-branch-" + number(index))
                .priority(100)
                .to(release.name());
    }

    /** Creates a rule for a partner's builds, which maps to one of these releases. */
    SampleRule partnerRule(int index, List<AppRelease> releases, SplittableRandom random) {
        // First each release once, so that each one has a rule, then random releases.
        AppRelease release = releases.get(index < releases.size() ? index : random.nextInt(releases.size()));
        String partner = "partner" + number(random.nextInt(PARTNERS));
        SampleRule rule = SampleRule.of(release.product())
                .channel((index % 7 == 0 ? "esr-cck-" : "release-cck-") + partner + (index % 11 == 0 ? "*" : ""))
                .priority(LOWEST_PRIORITY + index)
                .to(release.name())
                .changed(random.nextInt(4));
        addCondition(rule, partner, random);
        if (random.nextInt(4) == 0) {
            addCondition(rule, partner, random);
        }
        if (random.nextInt(10) == 0) {
            rule.throttled(
                    random.nextInt(1, 100),
                    releases.get(random.nextInt(releases.size())).name());
        }
        return rule;
    }

    private static void addCondition(SampleRule rule, String partner, SplittableRandom random) {
        switch (random.nextInt(10)) {
            case 0, 1 -> rule.when("distribution", partner + ',' + partner + "-eu");
            case 2, 3 -> rule.when("version", "<" + random.nextInt(60, 140) + ".0");
            case 4 -> rule.when("version", random.nextInt(60, 140) + ".0.*");
            case 5 -> {
                int from = random.nextInt(Locales.ALL.size() - 6);
                rule.when("locale", String.join(",", Locales.ALL.subList(from, from + 1 + random.nextInt(5))));
            }
            case 6 -> {
                Platform platform = Platform.TODAY.get(random.nextInt(Platform.TODAY.size()));
                rule.when("buildTarget", platform.buildTarget());
            }
            case 7 -> rule.when("osVersion", "Windows_NT 6.1,Darwin " + random.nextInt(13, 20) + '.');
            case 8 -> rule.when("buildID", "<" + buildId(random.nextInt(3500)));
            default -> rule.when("memory", ">" + 1024 * random.nextInt(1, 5));
        }
    }

    /**
     * Returns the build id of a nightly build this many days after the first. Repeats after 3,500
     * days.
     */
    private static String buildId(int day) {
        return FIRST_NIGHTLY.plusDays(day % 3500).plusSeconds(day).format(BUILD_ID);
    }

    private static String number(int index) {
        return String.format(Locale.ROOT, "%05d", index);
    }
}
