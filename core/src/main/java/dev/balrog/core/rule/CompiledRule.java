// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.BadDataException;
import dev.balrog.core.rule.Candidate.Verdict;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rule with parsed conditions, for fast evaluation. */
final class CompiledRule {
    final Rule rule;
    /** Position among all rules in order of precedence, from 0. */
    final int rank;

    final @Nullable ChannelPattern channel;
    private final @Nullable VersionCondition version;
    /** The conditions that the rule has, in the order of evaluation. */
    private final Condition[] conditions;

    private final ParsedCondition[] parsed;

    CompiledRule(Rule rule, int rank) {
        this.rule = rule;
        this.rank = rank;
        List<Condition> present = new ArrayList<>();
        List<ParsedCondition> parsedConditions = new ArrayList<>();
        ChannelPattern channelPattern = null;
        VersionCondition versionCondition = null;
        for (Condition condition : Condition.values()) {
            Object value = rule.get(condition);
            if (value != null) {
                ParsedCondition one = condition.syntax().parse(value);
                present.add(condition);
                parsedConditions.add(one);
                switch (one) {
                    case ChannelPattern pattern -> channelPattern = pattern;
                    case VersionCondition versions -> versionCondition = versions;
                    default -> {}
                }
            }
        }
        this.conditions = present.toArray(Condition[]::new);
        this.parsed = parsedConditions.toArray(ParsedCondition[]::new);
        this.channel = channelPattern;
        this.version = versionCondition;
    }

    /**
     * Returns the first condition that the request does not satisfy; null when the rule applies.
     *
     * @throws BadDataException when the version of the request can't be compared with the rule's
     */
    @Nullable
    Condition firstMismatch(RuleQuery query) {
        for (int i = 0; i < parsed.length; i++) {
            if (!parsed[i].accepts(query.property(conditions[i]))) {
                return conditions[i];
            }
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
}
