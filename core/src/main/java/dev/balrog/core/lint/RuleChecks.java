// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import static dev.balrog.core.lint.ServedReleases.compare;

import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.path.InstalledBuild;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.release.Release;
import dev.balrog.core.release.ResponseSpace.Variant;
import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleCoverage;
import dev.balrog.core.snapshot.IncompleteSuperblob;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks of each rule with the releases that it maps to. */
final class RuleChecks {
    private static final String SPECIAL_CHARACTERS = "\\[](){}?|^$*";
    private static final Pattern WORDS = Pattern.compile("[^A-Za-z0-9]+");

    private final Snapshot snapshot;
    private final RuleCoverage coverage;
    private final ServedReleases releases;
    private final Findings findings;
    private final Map<String, IncompleteSuperblob> incomplete = new HashMap<>();
    private final Map<String, Set<String>> channels = new HashMap<>();

    RuleChecks(Snapshot snapshot, RuleCoverage coverage, ServedReleases releases, Findings findings) {
        this.snapshot = snapshot;
        this.coverage = coverage;
        this.releases = releases;
        this.findings = findings;
        IncompleteSuperblob.in(snapshot).forEach(superblob -> incomplete.put(superblob.name(), superblob));
        for (Rule rule : snapshot.rules().all()) {
            if (rule.product() != null) {
                Set<String> ofProduct = channels.computeIfAbsent(rule.product(), _ -> new TreeSet<>());
                if (rule.channel() != null) {
                    ofProduct.add(ChannelPattern.parse(rule.channel()).text());
                }
            }
        }
    }

    void check(Rule rule) {
        checkConditions(rule);
        checkChannel(rule);
        checkThrottle(rule);
        checkAlias(rule);
        ServedReleases.names(rule).forEach(name -> checkRelease(rule, name));
    }

    private void add(LintCheck check, Rule rule, List<String> names, String reason, String repair) {
        findings.add(check, rule.product(), List.of(rule.id()), names, reason, coverage.example(rule), repair);
    }

    private void checkConditions(Rule rule) {
        Optional<Condition> condition = coverage.unsatisfiable(rule);
        if (condition.isPresent() && condition.get() != Condition.CHANNEL) {
            String column = condition.get().column();
            add(
                    LintCheck.UNSATISFIABLE_RULE,
                    rule,
                    List.of(),
                    "No request satisfies the condition " + column + " '" + rule.get(condition.get()) + "'.",
                    "Correct " + column + ", or delete the rule.");
        }
    }

    private void checkChannel(Rule rule) {
        if (rule.channel() == null) {
            return;
        }
        String channel = rule.channel();
        ChannelPattern pattern = ChannelPattern.parse(channel);
        if (pattern.problem().isPresent()) {
            add(
                    LintCheck.CHANNEL_MATCHES_NOTHING,
                    rule,
                    List.of(),
                    "Channel '" + channel + "' matches nothing: it is "
                            + pattern.problem().get() + ".",
                    pattern.isRegularExpression()
                            ? "Write a regular expression that is supported, or a rule for each channel."
                            : "Remove the channel if the rule is for every channel; else name the channel.");
        } else if (pattern.isRegularExpression()) {
            String matched = Findings.listed(known(rule).filter(pattern::matches));
            add(
                    LintCheck.CHANNEL_EXPRESSION,
                    rule,
                    List.of(),
                    "Channel '" + channel + "' is a regular expression, which matches "
                            + (matched.isEmpty() ? "none of the channels that rules name." : matched + "."),
                    "Write a rule for each channel.");
        } else if (pattern.text().chars().anyMatch(character -> SPECIAL_CHARACTERS.indexOf(character) >= 0)) {
            add(
                    LintCheck.CHANNEL_EXPRESSION,
                    rule,
                    List.of(),
                    "Channel '" + channel + "' has characters of a regular expression, and is compared literally.",
                    "Name the channel; only an asterisk at the end stands for other characters.");
        }
    }

    private Stream<String> known(Rule rule) {
        return rule.product() == null
                ? channels.values().stream().flatMap(Set::stream).distinct()
                : channels.getOrDefault(rule.product(), Set.of()).stream();
    }

    private void checkThrottle(Rule rule) {
        Integer rate = rule.backgroundRate();
        String mapping = Objects.requireNonNullElse(rule.mapping(), "");
        String fallback = Objects.requireNonNullElse(rule.fallbackMapping(), "");
        if (mapping.isEmpty() || rate == null || rate >= RolloutSampler.SAMPLES) {
            return;
        }
        if (fallback.isEmpty()) {
            add(
                    LintCheck.THROTTLED_WITHOUT_FALLBACK,
                    rule,
                    List.of(mapping),
                    "The background rate leaves " + (RolloutSampler.SAMPLES - rate)
                            + " % of the requests without any update, also of clients with old versions.",
                    "Set fallbackMapping to the release that clients get until the rollout reaches them.");
        }
    }

    private void checkAlias(Rule rule) {
        if (rule.alias() == null) {
            return;
        }
        Set<String> words = new TreeSet<>(Arrays.asList(WORDS.split(rule.alias().toLowerCase(Locale.ROOT))));
        List<String> wrong = new ArrayList<>();
        String product = rule.product();
        if (product != null && !words.contains(product.toLowerCase(Locale.ROOT))) {
            channels.keySet().stream()
                    .filter(other -> words.contains(other.toLowerCase(Locale.ROOT)))
                    .limit(1)
                    .forEach(other -> wrong.add("product " + other));
        }
        if (rule.channel() != null) {
            ChannelPattern pattern = ChannelPattern.parse(rule.channel());
            Set<String> own =
                    new TreeSet<>(Arrays.asList(WORDS.split(pattern.text().toLowerCase(Locale.ROOT))));
            known(rule)
                    .filter(other -> words.contains(other) && !own.contains(other) && !pattern.matches(other))
                    .limit(1)
                    .forEach(other -> wrong.add("channel " + other));
        }
        wrong.forEach(other -> add(
                LintCheck.MISLEADING_ALIAS,
                rule,
                List.of(),
                "Alias '" + rule.alias() + "' names " + other + ", which the rule is not for.",
                "Rename the alias, and the scripts that use it."));
    }

    private void checkRelease(Rule rule, String name) {
        StoredRelease stored = snapshot.release(name);
        if (stored == null) {
            add(
                    LintCheck.MISSING_RELEASE,
                    rule,
                    List.of(name),
                    name + " is not stored, or can't be read: the rule serves nothing in its place.",
                    "Submit the release, or map to another one.");
            return;
        }
        IncompleteSuperblob superblob = incomplete.get(name);
        if (superblob != null) {
            add(
                    LintCheck.MISSING_RELEASE,
                    rule,
                    Stream.concat(Stream.of(name), superblob.missing().stream()).toList(),
                    name + " is a superblob, and its parts " + Findings.listed(superblob.missing().stream())
                            + " are not stored, or can't be read: nothing is served.",
                    "Submit the parts, or map to another release.");
        }
        if (rule.product() != null
                && stored.product() != null
                && !rule.product().equals(stored.product())) {
            add(
                    LintCheck.OTHER_PRODUCT,
                    rule,
                    List.of(name),
                    name + " is a release of " + stored.product() + ", and the rule is for " + rule.product() + ".",
                    "Map to a release of " + rule.product() + ".");
        }
        if (ServedReleases.hasBuilds(stored.release())) {
            checkBuilds(rule, stored);
            checkLoop(rule, stored);
        }
        if (name.equals(rule.mapping())) {
            checkFallback(rule, stored);
        }
    }

    /** Checks the platform and the locales that the rule names. */
    private void checkBuilds(Rule rule, StoredRelease stored) {
        Release release = stored.release();
        List<Variant> variants = releases.variants(release);
        Set<String> targets = new TreeSet<>();
        if (rule.buildTarget() == null) {
            variants.forEach(variant -> targets.add(variant.buildTarget()));
        } else {
            targets.add(rule.buildTarget());
        }
        Set<String> locales = new TreeSet<>();
        if (rule.locale() == null) {
            variants.forEach(variant -> locales.add(variant.locale()));
        } else {
            locales.addAll(Arrays.asList(rule.locale().split(",", -1)));
        }
        List<String> missing = new ArrayList<>();
        if (rule.buildTarget() != null
                && locales.stream().noneMatch(locale -> has(release, rule.buildTarget(), locale))) {
            missing.add("platform " + rule.buildTarget());
        } else if (rule.locale() != null) {
            locales.stream()
                    .filter(locale -> targets.stream().noneMatch(target -> has(release, target, locale)))
                    .forEach(locale -> missing.add("locale " + locale));
        }
        if (!missing.isEmpty()) {
            add(
                    LintCheck.MISSING_BUILD,
                    rule,
                    List.of(stored.name()),
                    "The rule is for " + Findings.listed(missing.stream()) + ", which " + stored.name()
                            + " does not have.",
                    "Submit the missing builds, or remove them from the rule.");
        }
    }

    private static boolean has(Release release, String buildTarget, String locale) {
        return ServedReleases.build(release, buildTarget, locale).isPresent();
    }

    /** Checks whether clients may be offered the release again once they have it. */
    private void checkLoop(Rule rule, StoredRelease stored) {
        if (stored.release().partialSources().contains(stored.name())) {
            add(
                    LintCheck.UPDATE_LOOP,
                    rule,
                    List.of(stored.name()),
                    stored.name() + " has a partial update from itself.",
                    "Remove the partial update, or name the release that it starts from.");
        }
        Optional<OfferedBuild> build = releases.usualBuild(stored.release());
        Optional<String> installed = build.flatMap(claimed -> InstalledBuild.olderVersionInName(stored, claimed));
        if (build.isPresent() && installed.isPresent()) {
            add(
                    LintCheck.UPDATE_LOOP,
                    rule,
                    List.of(stored.name()),
                    stored.name() + " says that it has version " + build.get().version() + ": clients that install "
                            + installed.get() + " from it are offered it again and again.",
                    "Correct the appVersion of the release.");
        }
    }

    private void checkFallback(Rule rule, StoredRelease mapped) {
        String name = Objects.requireNonNullElse(rule.fallbackMapping(), "");
        StoredRelease fallback = snapshot.release(name);
        if (fallback == null || rule.product() == null) {
            return;
        }
        Optional<OfferedBuild> newer = releases.usualBuild(fallback.release());
        Optional<OfferedBuild> older = releases.usualBuild(mapped.release());
        if (newer.isPresent()
                && older.isPresent()
                && compare(
                                VersionScheme.of(rule.product()),
                                newer.get().version(),
                                older.get().version())
                        > 0) {
            add(
                    LintCheck.FALLBACK_NEWER,
                    rule,
                    List.of(mapped.name(), name),
                    "The fallback mapping has version " + newer.get().version() + ", the mapping "
                            + older.get().version() + ": the rollout offers the older one.",
                    "Exchange mapping and fallbackMapping, or map to a newer release.");
        }
    }
}
