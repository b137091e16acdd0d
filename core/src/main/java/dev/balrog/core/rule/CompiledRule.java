// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.SystemCapabilities;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Candidate.Verdict;
import dev.balrog.core.version.VersionScheme;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rule with parsed conditions, for fast evaluation. */
final class CompiledRule {
    final Rule rule;
    /** Position among all rules in order of precedence, from 0. */
    final int rank;

    final @Nullable ChannelPattern channel;
    private final @Nullable VersionCondition version;
    private final @Nullable BuildIdCondition buildId;
    private final @Nullable MemoryCondition memory;
    private final @Nullable SubstringExpression osVersion;
    private final @Nullable TextList instructionSet;
    private final @Nullable TextList distribution;
    private final @Nullable TextList locale;

    CompiledRule(Rule rule, int rank) {
        this.rule = rule;
        this.rank = rank;
        this.channel = read(rule.channel(), ChannelPattern::parse);
        this.version = read(rule.version(), VersionCondition::parse);
        this.buildId = read(rule.buildId(), BuildIdCondition::parse);
        this.memory = read(rule.memory(), MemoryCondition::parse);
        this.osVersion = read(rule.osVersion(), SubstringExpression::parse);
        this.instructionSet = read(rule.instructionSet(), TextList::parse);
        this.distribution = read(rule.distribution(), TextList::parse);
        this.locale = read(rule.locale(), TextList::parse);
    }

    private static <T> @Nullable T read(@Nullable String condition, Function<String, T> reader) {
        return condition == null ? null : reader.apply(condition);
    }

    /**
     * Returns the first condition that the request does not satisfy; null when the rule applies.
     *
     * @throws BadDataException when the version of the request can't be compared with the rule's
     */
    @Nullable
    Condition firstMismatch(RuleQuery query) {
        UpdateRequest request = query.request;
        if (!equalOrAny(rule.product(), request.product())) {
            return Condition.PRODUCT;
        }
        if (!equalOrAny(rule.buildTarget(), request.buildTarget())) {
            return Condition.BUILD_TARGET;
        }
        if (!equalOrAny(rule.headerArchitecture(), request.headerArchitecture())) {
            return Condition.HEADER_ARCHITECTURE;
        }
        if (!equalOrAny(rule.distributionVersion(), request.distributionVersion())) {
            return Condition.DISTRIBUTION_VERSION;
        }
        if (channel != null && !channel.matches(request)) {
            return Condition.CHANNEL;
        }
        if (version != null && !version.matches(query.version())) {
            return Condition.VERSION;
        }
        return firstMismatchAfterVersion(request);
    }

    private @Nullable Condition firstMismatchAfterVersion(UpdateRequest request) {
        if (buildId != null && !buildId.matches(orEmpty(request.buildId()))) {
            return Condition.BUILD_ID;
        }
        SystemCapabilities capabilities = request.capabilities();
        if (memory != null && !memory.matches(capabilities.memoryMegabytes())) {
            return Condition.MEMORY;
        }
        if (osVersion != null && !osVersion.matches(orEmpty(request.osVersion()))) {
            return Condition.OS_VERSION;
        }
        if (instructionSet != null && !instructionSet.matches(capabilities.instructionSet())) {
            return Condition.INSTRUCTION_SET;
        }
        if (distribution != null && !distribution.matches(orEmpty(request.distribution()))) {
            return Condition.DISTRIBUTION;
        }
        if (locale != null && !locale.matches(orEmpty(request.locale()))) {
            return Condition.LOCALE;
        }
        // Unlike elsewhere, an unknown value counts as a mismatch.
        if (rule.mig64() != null && !rule.mig64().equals(request.mig64())) {
            return Condition.MIG64;
        }
        if (rule.jaws() != null && !rule.jaws().equals(capabilities.jaws())) {
            return Condition.JAWS;
        }
        return null;
    }

    /** Returns the result of the rule's conditions for the request. */
    Verdict verdict(RuleQuery query) {
        try {
            Condition mismatch = firstMismatch(query);
            return mismatch == null ? new Verdict.Satisfied() : new Verdict.Mismatch(mismatch);
        } catch (BadDataException e) {
            return new Verdict.Unclear(String.valueOf(e.getMessage()));
        }
    }

    /** Returns whether no version of the scheme can make {@link #firstMismatch} fail. */
    boolean isSoundIn(VersionScheme scheme) {
        return version == null || version.isSoundIn(scheme);
    }

    private static boolean equalOrAny(@Nullable String wanted, @Nullable String value) {
        return wanted == null || Objects.equals(wanted, value);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
