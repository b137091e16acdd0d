// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import static dev.balrog.core.rule.Condition.BUILD_TARGET;
import static dev.balrog.core.rule.Condition.JAWS;
import static dev.balrog.core.rule.Condition.LOCALE;
import static dev.balrog.core.rule.Condition.MIG64;
import static dev.balrog.core.rule.Condition.OS_VERSION;

import dev.balrog.core.release.ResponseSpace.Variant;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.ConditionBoundaries;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.simulation.ClientProfile;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Kinds of clients that the rules of a product and channel tell apart: a common one for each build
 * target, and one for each way in which a rule picks out others.
 */
final class PathClients {
    private static final String USUAL_LOCALE = "en-US";
    private static final int MAX_VALUES = 6;

    private static final String USUAL_TARGET = "WINNT_x86_64-msvc-x64";

    /** Beginnings of build targets, the most frequent first. */
    private static final List<String> PLATFORMS = List.of(
            "WINNT_x86_64", "WINNT_x86", "WINNT", "Darwin_x86_64", "Darwin", "Linux_x86_64", "Linux_x86", "Linux");

    /** Conditions that pick out clients of a build target. */
    private static final Set<Condition> PICKING = EnumSet.complementOf(EnumSet.of(
            Condition.PRODUCT, Condition.CHANNEL, Condition.VERSION, Condition.BUILD_ID, Condition.BUILD_TARGET));

    private final PathQuery query;
    private final List<Rule> rules;
    private final VersionScheme scheme;
    private final Collection<Variant> variants;
    private final List<ClientProfile> common;

    /**
     * Prepares the clients.
     *
     * @param rules rules of the product and channel, in order of precedence
     * @param variants builds of the releases that they map to
     */
    PathClients(PathQuery query, List<Rule> rules, Collection<Variant> variants) {
        this.query = query;
        this.rules = rules;
        this.scheme = VersionScheme.of(query.product());
        this.variants = variants;
        this.common = targets().stream().map(this::common).toList();
    }

    /** Returns the clients, the common ones first. */
    List<ClientProfile> all() {
        Set<ClientProfile> clients = new LinkedHashSet<>(common);
        rules.forEach(rule -> clients.addAll(pickedOut(rule)));
        return List.copyOf(clients);
    }

    private List<String> targets() {
        String given = query.properties().get(BUILD_TARGET);
        if (given != null) {
            return List.of(given);
        }
        Set<String> targets = new TreeSet<>(
                Comparator.<String>comparingInt(PathClients::rank).thenComparing(Comparator.naturalOrder()));
        variants.forEach(variant -> targets.add(variant.buildTarget()));
        rules.stream()
                .filter(rule -> rule.buildTarget() != null)
                .forEach(rule -> targets.add(String.valueOf(rule.buildTarget())));
        return targets.isEmpty() ? List.of(USUAL_TARGET) : List.copyOf(targets);
    }

    private static int rank(String target) {
        return (int) PLATFORMS.stream()
                .takeWhile(platform -> !target.startsWith(platform))
                .count();
    }

    private ClientProfile common(String target) {
        ClientProfile client = ClientProfile.of(query.product(), "")
                .with(BUILD_TARGET, target)
                .with(OS_VERSION, ClientProfile.usualOperatingSystem(target))
                .with(LOCALE, locale(target));
        for (Map.Entry<Condition, String> given : query.all().entrySet()) {
            client = client.with(given.getKey(), given.getValue());
        }
        return client;
    }

    private String locale(String target) {
        List<String> locales = variants.stream()
                .filter(variant -> variant.buildTarget().equals(target))
                .map(Variant::locale)
                .sorted()
                .toList();
        return locales.isEmpty() || locales.contains(USUAL_LOCALE) ? USUAL_LOCALE : locales.getFirst();
    }

    /** Returns clients that satisfy the conditions of a rule, as far as their own properties allow. */
    private List<ClientProfile> pickedOut(Rule rule) {
        List<Condition> conditions = PICKING.stream()
                .filter(condition ->
                        rule.get(condition) != null && !query.properties().containsKey(condition))
                .toList();
        if (conditions.isEmpty()) {
            return List.of();
        }
        List<ClientProfile> clients = new ArrayList<>();
        for (ClientProfile start : common) {
            String target = String.valueOf(start.properties().get(BUILD_TARGET));
            if (rule.buildTarget() != null && !rule.buildTarget().equals(target)) {
                continue;
            }
            List<ClientProfile> picked = List.of(start);
            for (Condition condition : conditions) {
                List<String> values = values(rule, condition, target);
                picked = picked.stream()
                        .flatMap(client -> values.stream().map(value -> client.with(condition, value)))
                        .toList();
            }
            clients.addAll(picked);
            if (!picked.isEmpty() && !conditions.contains(OS_VERSION)) {
                // What else the rule looks at is the same on all platforms.
                break;
            }
        }
        return clients;
    }

    /** Returns values that satisfy a condition; none where clients of the build target can't. */
    private List<String> values(Rule rule, Condition condition, String target) {
        if (condition == MIG64 || condition == JAWS) {
            return List.of(Boolean.TRUE.equals(rule.get(condition)) ? "1" : "0");
        }
        return ConditionBoundaries.of(rule, condition, scheme, Set.of()).satisfying().stream()
                .filter(value -> condition != OS_VERSION || isOfTarget(value, target))
                .filter(value -> condition != LOCALE || hasBuild(value))
                .limit(MAX_VALUES)
                .toList();
    }

    /** Returns whether clients can have a locale: some release has a build of it, or none has builds. */
    private boolean hasBuild(String locale) {
        return variants.isEmpty()
                || variants.stream().anyMatch(variant -> variant.locale().equals(locale));
    }

    private static boolean isOfTarget(String operatingSystem, String target) {
        if (operatingSystem.startsWith("Windows")) {
            return target.startsWith("WINNT");
        }
        if (operatingSystem.startsWith("Darwin")) {
            return target.startsWith("Darwin");
        }
        boolean isOfLinux = operatingSystem.startsWith("Linux") || operatingSystem.startsWith("GTK");
        return !isOfLinux || target.startsWith("Linux");
    }
}
