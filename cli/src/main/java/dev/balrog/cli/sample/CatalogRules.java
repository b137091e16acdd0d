// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.List;
import java.util.stream.Stream;

/** Hand-written rules of the sample, one of each kind that release managers use. */
final class CatalogRules {

    private CatalogRules() {}

    /** Returns all rules. Rules that can match the same request differ in their priority. */
    static List<SampleRule> all() {
        return Stream.of(firefox(), watersheds(), special(), otherApplications(), addons())
                .flatMap(List::stream)
                .toList();
    }

    private static List<SampleRule> firefox() {
        return List.of(
                SampleRule.of("Firefox")
                        .channel("nightly")
                        .priority(100)
                        .to("Firefox-mozilla-central-nightly-latest")
                        .alias("firefox-nightly"),
                SampleRule.of("Firefox")
                        .channel("nightly")
                        .when("buildID", "20250707092855")
                        .priority(110)
                        .to("Firefox-mozilla-central-nightly-20250706093412")
                        .because("Yesterday's build crashes at start on some devices"),
                SampleRule.of("Firefox")
                        .channel("beta*")
                        .priority(100)
                        .to("Firefox-141.0b3-build1")
                        .alias("firefox-beta")
                        .changed(2),
                SampleRule.of("Firefox")
                        .channel("release*")
                        .priority(100)
                        .to("Firefox-140.0.2-build1")
                        .throttled(25, "Firefox-140.0-build1")
                        .alias("firefox-release")
                        .because("Rollout of 140.0.2; the others get 140.0")
                        .changed(3),
                SampleRule.of("Firefox")
                        .channel("release-localtest")
                        .priority(200)
                        .to("Firefox-140.0.2-build1")
                        .alias("firefox-release-localtest"),
                SampleRule.of("Firefox")
                        .channel("release-cdntest")
                        .priority(200)
                        .to("Firefox-140.0.2-build1")
                        .alias("firefox-release-cdntest"),
                SampleRule.of("Firefox")
                        .channel("release*")
                        .when("version", "<140.0")
                        .when("locale", "fa,he,ur")
                        .priority(120)
                        .to("Firefox-140.0.1-build1")
                        .because("140.0.2 shows menus from left to right in these languages"),
                SampleRule.of("Firefox")
                        .channel("esr*")
                        .priority(100)
                        .to("Firefox-128.12.0esr-build1")
                        .alias("firefox-esr")
                        .changed(1));
    }

    private static List<SampleRule> watersheds() {
        return List.of(
                watershed("<12.0", 500, "Firefox-12.0-build1", "First release with the new updater"),
                watershed("<47.0.2", 490, "Firefox-47.0.2-build1", "Last with signatures by SHA-1"),
                watershed("<56.0", 480, "Firefox-56.0.2-build1", "Last before files are compressed by LZMA"),
                watershed("<72.0", 470, "Firefox-72.0.2-build1", "Profiles are converted here"),
                SampleRule.of("Firefox")
                        .channel("esr*")
                        .when("version", "<115.0")
                        .priority(300)
                        .to("Firefox-115.25.0esr-build1")
                        .because("No client skips 115"));
    }

    private static SampleRule watershed(String versions, int priority, String release, String reason) {
        return SampleRule.of("Firefox")
                .channel("release*")
                .when("version", versions)
                .priority(priority)
                .to(release)
                .because("Watershed: " + reason);
    }

    private static List<SampleRule> special() {
        return List.of(
                SampleRule.of("Firefox")
                        .when("osVersion", "Windows_NT 5.1,Windows_NT 5.2")
                        .when("version", ">=52.0")
                        .priority(800)
                        .to("Firefox-desupport-windows-xp")
                        .alias("firefox-desupport-windows-xp"),
                SampleRule.of("Firefox")
                        .channel("release*")
                        .when("osVersion", "Darwin 10.,Darwin 11.,Darwin 12.")
                        .when("version", ">=48.0")
                        .priority(790)
                        .to("Firefox-desupport-macos-10.8"),
                SampleRule.of("Firefox")
                        .when("headerArchitecture", "PPC")
                        .priority(810)
                        .to("Firefox-desupport-powerpc"),
                SampleRule.of("Firefox")
                        .channel("release*")
                        .when("osVersion", "Windows_NT 6.1,Windows_NT 6.2,Windows_NT 6.3")
                        .when("version", ">=72.0")
                        .priority(700)
                        .to("Firefox-115.25.0esr-build1")
                        .because("Windows 7 and 8 go on with extended support"),
                SampleRule.of("Firefox")
                        .channel("release*")
                        .when("jaws", true)
                        .when("version", "56.0.*")
                        .priority(650)
                        .because("The screen reader does not work with what follows: stay"),
                SampleRule.of("Firefox")
                        .channel("release*")
                        .when("instructionSet", "MMX,SSE")
                        .when("version", ">=47.0.2")
                        .priority(640)
                        .because("Needs SSE2"),
                SampleRule.of("Firefox")
                        .channel("release*")
                        .when("buildTarget", "WINNT_x86-msvc-x64")
                        .when("version", "72.0.*")
                        .when("mig64", true)
                        .when("memory", ">2048")
                        .priority(630)
                        .to("Firefox-139.0.4-build1")
                        .because("Migration to 64 bits"),
                SampleRule.of("Firefox")
                        .channel("release-cck-examplenet")
                        .when("distribution", "examplenet")
                        .when("distVersion", "1.19")
                        .priority(610)
                        .to("Firefox-139.0.4-build1")
                        .because("The partner tests each version before its customers get it"));
    }

    private static List<SampleRule> otherApplications() {
        return List.of(
                SampleRule.of("Devedition")
                        .channel("aurora*")
                        .priority(100)
                        .to("Devedition-141.0b3-build1")
                        .alias("devedition-aurora"),
                SampleRule.of("Thunderbird")
                        .channel("nightly")
                        .priority(100)
                        .to("Thunderbird-comm-central-nightly-latest")
                        .alias("thunderbird-nightly"),
                SampleRule.of("Thunderbird")
                        .channel("beta*")
                        .priority(100)
                        .to("Thunderbird-141.0b1-build1")
                        .alias("thunderbird-beta"),
                SampleRule.of("Thunderbird")
                        .channel("release*")
                        .priority(100)
                        .to("Thunderbird-140.0-build1")
                        .throttled(50, null)
                        .alias("thunderbird-release")
                        .changed(1),
                SampleRule.of("Thunderbird")
                        .channel("esr*")
                        .priority(100)
                        .to("Thunderbird-128.12.0esr-build1")
                        .alias("thunderbird-esr"),
                SampleRule.of("Thunderbird")
                        .channel("release*")
                        .when("version", "<128.0")
                        .priority(300)
                        .to("Thunderbird-139.0.2-build1")
                        .major()
                        .because("Offered, not pushed: add-ons have to be checked first"),
                SampleRule.of("FirefoxVPN")
                        .channel("release")
                        .priority(100)
                        .to("FirefoxVPN-2.28.0")
                        .alias("vpn-release"),
                SampleRule.of("FirefoxVPN")
                        .channel("release")
                        .when("version", "<2.0")
                        .priority(200)
                        .to("FirefoxVPN-2.27.0")
                        .because("Watershed: a new installer"));
    }

    private static List<SampleRule> addons() {
        return List.of(
                SampleRule.of("GMP").priority(100).to("GMP-superblob").alias("gmp"),
                SampleRule.of("OpenH264").priority(100).to("OpenH264-2.6.0"),
                SampleRule.of("OpenH264").when("version", "<91.0").priority(200).to("OpenH264-2.3.1"),
                SampleRule.of("Widevine").priority(100).to("Widevine-4.10.2891.0"),
                SampleRule.of("SystemAddons")
                        .channel("release*")
                        .when("version", "140.0.*")
                        .priority(100)
                        .to("SystemAddons-release-superblob"),
                SampleRule.of("SystemAddons").channel("nightly").priority(100).to("SystemAddons-none"));
    }
}
