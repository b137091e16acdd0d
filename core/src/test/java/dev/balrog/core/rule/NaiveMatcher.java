// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.version.LooseVersion;
import dev.balrog.core.version.MozillaVersion;
import dev.balrog.core.version.Version;
import dev.balrog.core.version.VersionScheme;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the rule for a request the slow way, by asking every rule, each column as it is described. */
final class NaiveMatcher {
    private static final Pattern WITH_OPERATOR = Pattern.compile("(<=|>=|<|>)([\\w.]+).*", Pattern.DOTALL);

    private NaiveMatcher() {}

    static Optional<Rule> match(Collection<Rule> rules, UpdateRequest request) {
        Comparator<Rule> byPriority =
                Comparator.comparingInt(rule -> rule.priority() == null ? Integer.MIN_VALUE : rule.priority());
        List<Rule> matching = rules.stream()
                .filter(rule -> isSame(rule.product(), request.product()))
                .filter(rule -> isSame(rule.buildTarget(), request.buildTarget()))
                .filter(rule -> isSame(text(rule, Condition.HEADER_ARCHITECTURE), request.headerArchitecture()))
                .filter(rule -> isSame(text(rule, Condition.DISTRIBUTION_VERSION), request.distributionVersion()))
                .filter(rule -> isChannel(rule.channel(), request.channel()))
                .filter(rule -> isVersion(rule.version(), request))
                .filter(rule -> isBuild(rule.buildId(), request.buildId()))
                .filter(rule -> isMemory(rule.memory(), request.capabilities().memoryMegabytes()))
                .filter(rule -> isSystem(rule.osVersion(), request.osVersion()))
                .filter(rule -> isOneOf(
                        text(rule, Condition.INSTRUCTION_SET),
                        request.capabilities().instructionSet(),
                        "never sent"))
                .filter(rule -> isOneOf(text(rule, Condition.DISTRIBUTION), request.distribution(), ""))
                .filter(rule -> isOneOf(rule.locale(), request.locale(), ""))
                .filter(rule -> rule.mig64() == null || rule.mig64().equals(request.mig64()))
                .filter(rule -> rule.jaws() == null
                        || rule.jaws().equals(request.capabilities().jaws()))
                .toList();
        return matching.stream().max(byPriority.thenComparing(Rule::id, Comparator.reverseOrder()));
    }

    private static @Nullable String text(Rule rule, Condition condition) {
        return (String) rule.get(condition);
    }

    private static boolean isSame(@Nullable String wanted, @Nullable String value) {
        return wanted == null || wanted.equals(value);
    }

    private static boolean isChannel(@Nullable String wanted, String channel) {
        if (wanted == null) {
            return true;
        }
        String withoutPartner = channel.split("-cck-", 2)[0];
        if (!wanted.endsWith("*")) {
            return wanted.equals(channel) || wanted.equals(withoutPartner);
        }
        String beginning = wanted.substring(0, wanted.length() - 1);
        return beginning.length() >= 2 && (begins(channel, beginning) || begins(withoutPartner, beginning));
    }

    /** As the regular expression of Mozilla's Balrog, which a line feed ends unless it is the last character. */
    private static boolean begins(String channel, String beginning) {
        return channel.startsWith(beginning)
                && channel.substring(beginning.length()).matches("[^\n]*\n?");
    }

    private static boolean isVersion(@Nullable String wanted, UpdateRequest request) {
        if (wanted == null) {
            return true;
        }
        VersionScheme scheme = VersionScheme.of(request.product());
        Version version = scheme.parse(request.version());
        for (String one : wanted.split(",", -1)) {
            String operator = operator(one);
            if (operator != null && isVersion(version, operator, scheme.parse(operand(one)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVersion(Version version, String operator, Version wanted) {
        if (version instanceof LooseVersion left && wanted instanceof LooseVersion right) {
            boolean equality = operator.isEmpty() || operator.equals("*");
            return equality ? left.sameAs(right) : isOrdered(left.compare(right), operator);
        }
        MozillaVersion left = (MozillaVersion) version;
        MozillaVersion right = (MozillaVersion) wanted;
        return switch (operator) {
            case "" -> MozillaVersion.equal(left, right);
            case "*" -> MozillaVersion.equal(left, right) || MozillaVersion.equal(right, left);
            default -> isOrdered(MozillaVersion.compare(left, right), operator);
        };
    }

    private static boolean isBuild(@Nullable String wanted, @Nullable String buildId) {
        if (wanted == null) {
            return true;
        }
        String operator = operator(wanted);
        return operator != null && isOrdered((buildId == null ? "" : buildId).compareTo(operand(wanted)), operator);
    }

    private static boolean isMemory(@Nullable String wanted, @Nullable Long megabytes) {
        if (wanted == null || megabytes == null) {
            return true;
        }
        String operator = operator(wanted);
        return operator != null
                && operand(wanted).matches("[0-9]+")
                && isOrdered(Long.compare(megabytes, Long.parseLong(operand(wanted))), operator);
    }

    private static boolean isSystem(@Nullable String wanted, @Nullable String system) {
        if (wanted == null) {
            return true;
        }
        String value = system == null ? "" : system;
        return Arrays.stream(wanted.split(",", -1))
                .anyMatch(all -> Arrays.stream(all.split("&&", -1)).allMatch(part -> value.contains(part.strip())));
    }

    private static boolean isOneOf(@Nullable String wanted, @Nullable String value, String otherwise) {
        return wanted == null || List.of(wanted.split(",", -1)).contains(value == null ? otherwise : value);
    }

    /** One of {@code < <= > >= *}, or nothing for equality; null where the text is no comparison. */
    private static @Nullable String operator(String comparison) {
        if (comparison.endsWith("*")) {
            return "*";
        }
        if (comparison.matches("(?s)\\w.*")) {
            return "";
        }
        Matcher matcher = WITH_OPERATOR.matcher(comparison);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static String operand(String comparison) {
        Matcher matcher = WITH_OPERATOR.matcher(comparison);
        return !comparison.endsWith("*") && matcher.matches() ? matcher.group(2) : comparison;
    }

    private static boolean isOrdered(int order, String operator) {
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> order == 0;
        };
    }
}
