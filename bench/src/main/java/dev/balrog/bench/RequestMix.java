// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Requests for the sample data, modelled on production traffic soon after a release: most are from
 * Firefox on the release channel, with a complete and a partial update; some clients are already up
 * to date; the rest are partners, other channels and other products. The same seed always gives the
 * same requests.
 */
public final class RequestMix {
    /** Position in a target for a number that makes it new. */
    public static final String MARK = "@";

    private static final Weighted<Client> CLIENTS = new Weighted<Client>()
            .add(50, new Client("Firefox", "release", RequestMix::releaseBuild))
            .add(9, new Client("Firefox", "release-cck-partner%05d", RequestMix::releaseBuild))
            .add(1, new Client("Firefox", "esr-cck-partner%05d", RequestMix::esrBuild))
            .add(8, new Client("Firefox", "beta", RequestMix::betaBuild))
            .add(6, new Client("Firefox", "nightly", RequestMix::nightlyBuild))
            .add(5, new Client("Firefox", "nightly-branch-%05d", RequestMix::branchBuild))
            .add(6, new Client("Firefox", "esr", RequestMix::esrBuild))
            .add(2, new Client("Devedition", "aurora", RequestMix::betaBuild))
            .add(3, new Client("Thunderbird", "release", RequestMix::releaseBuild))
            .add(2, new Client("Thunderbird", "esr", RequestMix::esrBuild))
            .add(1, new Client("Thunderbird", "beta", RequestMix::betaBuild))
            .add(4, new Client("GMP", "release", RequestMix::releaseBuild))
            .add(2, new Client("SystemAddons", "release", RequestMix::releaseBuild))
            .add(1, new Client("NoSuchProduct", "release", RequestMix::releaseBuild));

    private static final Weighted<Build> RELEASE_BUILDS = new Weighted<Build>()
            .add(5, new Build("140.0.2", "20250707120619"))
            .add(10, new Build("140.0.1", "20250627130212"))
            .add(10, new Build("140.0", "20250623114531"))
            .add(60, new Build("139.0.4", "20250609163029"))
            .add(4, new Build("72.0.2", "20200117190643"))
            .add(2, new Build("56.0.2", "20171024165158"))
            .add(1, new Build("47.0.2", "20161031133903"));

    private static final Weighted<Platform> PLATFORMS = new Weighted<Platform>()
            .add(
                    60,
                    new Platform(
                            "WINNT_x86_64-msvc-x64", "Windows_NT 10.0.0.0.19045.5965 (x64)", "ISET:SSE4_2,MEM:16146"))
            .add(12, new Platform("WINNT_x86_64-msvc", "Windows_NT 10.0.0.0.26100.4351 (x64)", "ISET:SSE4_2,MEM:8092"))
            .add(6, new Platform("WINNT_x86-msvc-x64", "Windows_NT 10.0.0.0.19045.5965 (x64)", "ISET:SSE4_1,MEM:4010"))
            .add(3, new Platform("WINNT_x86_64-msvc-x64", "Windows_NT 6.1.1.0 (x64)", "ISET:SSE4_2,MEM:4094"))
            .add(7, new Platform("Darwin_aarch64-gcc3", "Darwin 24.5.0", "ISET:unknown,MEM:16384"))
            .add(6, new Platform("Darwin_x86_64-gcc3-u-i386-x86_64", "Darwin 23.6.0", "ISET:SSE4_2,MEM:8192"))
            .add(4, new Platform("Linux_x86_64-gcc3", "Linux 6.8.0-60-generic (GTK 3.24.41)", "ISET:SSE4_2,MEM:31811"))
            .add(1, new Platform("Linux_aarch64-gcc3", "Linux 6.12.25 (GTK 3.24.49)", "ISET:unknown,MEM:7936"))
            .add(
                    1,
                    new Platform(
                            "WINNT_aarch64-msvc-aarch64",
                            "Windows_NT 10.0.0.0.26100.4351 (ARM64)",
                            "ISET:unknown,MEM:16046"));

    private static final Weighted<String> LOCALES = new Weighted<String>()
            .add(40, "en-US")
            .add(12, "de")
            .add(9, "fr")
            .add(6, "es-ES")
            .add(6, "pt-BR")
            .add(6, "ru")
            .add(4, "zh-CN")
            .add(3, "ja")
            .add(3, "pl")
            .add(3, "it")
            .add(2, "en-GB")
            .add(1, "fa")
            .add(1, "he")
            .add(1, "ca")
            .add(1, "dsb")
            .add(1, "ta");

    /** Locales that even the smallest partner builds contain. */
    private static final List<String> PARTNER_LOCALES = List.of("en-US", "de");

    private static final int PARTNERS = 400;
    /** Number of branches whose builds have all locales and platforms. */
    private static final int BRANCHES = 31;

    private static final int PERCENT = 100;
    private static final int OS_VERSION_SEGMENT = 9;
    private static final int REVISIONS = 10_000;
    private static final int ASKED_BY_HAND_PERCENT = 5;
    private static final int UP_TO_DATE_PERCENT = 20;
    private static final int OLD_BUILD_PERCENT = 10;

    private RequestMix() {}

    private record Client(String product, String channelPattern, Function<SplittableRandom, Build> build) {}

    private record Build(String version, String id) {}

    private record Platform(String buildTarget, String osVersion, String capabilities) {}

    /**
     * Returns random requests.
     *
     * @param count the number of requests
     * @return path and query of each, as in a request line
     */
    public static List<String> targets(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> targets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            targets.add(target(random));
        }
        return List.copyOf(targets);
    }

    /**
     * Returns distinct random requests, which differ in the details of their systems as those of
     * real clients do.
     *
     * @param count the number of requests
     * @return path and query of each, with {@link #MARK} behind the operating system
     */
    static List<String> distinctTargets(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> targets = new LinkedHashSet<>();
        while (targets.size() < count) {
            String target = target(random);
            if (!isOfOldPartner(target)) {
                targets.add(varied(target, random));
            }
        }
        return List.copyOf(targets);
    }

    /** Returns whether this is a version that the sample has no partner builds for, so that it is answered 400. */
    private static boolean isOfOldPartner(String target) {
        return target.contains("-cck-") && (target.contains("/47.0.2/") || target.contains("/56.0.2/"));
    }

    /** Adds a revision to the operating system, which no rule distinguishes. */
    private static String varied(String target, SplittableRandom random) {
        String[] segments = target.split("/", -1);
        segments[OS_VERSION_SEGMENT] += "." + random.nextInt(REVISIONS) + MARK;
        return String.join("/", segments);
    }

    private static String target(SplittableRandom random) {
        Client client = CLIENTS.choose(random);
        boolean partner = client.channelPattern.contains("-cck-");
        int number = random.nextInt(partner ? PARTNERS : BRANCHES);
        String channel = String.format(Locale.ROOT, client.channelPattern, number);
        String distribution = partner ? String.format(Locale.ROOT, "partner%05d/1.0", number) : "default/default";
        Build build = client.build.apply(random);
        String locale = LOCALES.choose(random);
        if (partner && !PARTNER_LOCALES.contains(locale)) {
            locale = PARTNER_LOCALES.getFirst();
        }
        Platform platform = PLATFORMS.choose(random);
        String osVersion = platform.osVersion.replace(" ", "%20");
        boolean byHand = random.nextInt(PERCENT) < ASKED_BY_HAND_PERCENT;
        return String.join(
                "/",
                "/update/6",
                client.product,
                build.version,
                build.id,
                platform.buildTarget,
                locale,
                channel,
                osVersion,
                platform.capabilities + ",JAWS:0",
                distribution,
                byHand ? "update.xml?force=1" : "update.xml");
    }

    /**
     * Returns a release build: mostly one of the recent ones, which partial updates apply to; else
     * one of the last years.
     */
    private static Build releaseBuild(SplittableRandom random) {
        if (random.nextInt(PERCENT) >= OLD_BUILD_PERCENT) {
            return RELEASE_BUILDS.choose(random);
        }
        return new Build(
                random.nextInt(73, 139) + ".0", "20240" + random.nextInt(1, 10) + "0812" + random.nextInt(1000, 6000));
    }

    private static Build betaBuild(SplittableRandom random) {
        return random.nextInt(PERCENT) < UP_TO_DATE_PERCENT
                ? new Build("141.0", "20250627091448")
                : new Build("141.0", "20250625091106");
    }

    private static Build esrBuild(SplittableRandom random) {
        return random.nextBoolean() ? new Build("128.11.0", "20250519130411") : new Build("115.24.0", "20250519124515");
    }

    private static Build nightlyBuild(SplittableRandom random) {
        return random.nextBoolean() ? new Build("142.0a1", "20250706093412") : new Build("141.0a1", "20250601093412");
    }

    /** Returns a build that is older than all branch builds of the sample. */
    private static Build branchBuild(SplittableRandom random) {
        return new Build("59.0a1", "2015" + random.nextInt(1000, 1200) + "093412");
    }
}
