// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Row of the table {@code rules}: conditions on requests, and the release for those that satisfy
 * all of them.
 *
 * <p>A null condition applies to every request. {@code docs/rules.md} describes the syntax of each
 * condition; {@link CompiledRule} evaluates them.
 *
 * @param id primary key
 * @param dataVersion version of the row for optimistic locking, from 1
 * @param alias another, readable name of the rule; unique
 * @param priority the priority; of all rules that match, the one with the highest priority applies
 * @param mapping name of the release to offer; null for no update
 * @param fallbackMapping name of the release for requests that the background rate leaves out; null
 *     for no update
 * @param backgroundRate percentage of requests, 0 to 100, that are given the mapping
 * @param updateType the {@code type} of the update, {@code minor} or {@code major}
 * @param comment free-form comment
 * @param conditions the conditions
 */
public record Rule(
        long id,
        int dataVersion,
        @Nullable String alias,
        @Nullable Integer priority,
        @Nullable String mapping,
        @Nullable String fallbackMapping,
        @Nullable Integer backgroundRate,
        String updateType,
        @Nullable String comment,
        RuleConditions conditions) {
    /** Order of precedence: the highest priority first, then the lowest id. */
    public static final Comparator<Rule> PRECEDENCE = Comparator.comparing(
                    Rule::priority, Comparator.nullsFirst(Comparator.<Integer>naturalOrder()))
            .reversed()
            .thenComparingLong(Rule::id);

    /** Returns the value of a column; null for none, and for no condition. */
    public @Nullable Object get(RuleColumn column) {
        return switch (column) {
            case Condition condition -> conditions.get(condition);
            case RuleSetting setting ->
                switch (setting) {
                    case ALIAS -> alias;
                    case PRIORITY -> priority;
                    case MAPPING -> mapping;
                    case FALLBACK_MAPPING -> fallbackMapping;
                    case BACKGROUND_RATE -> backgroundRate;
                    case UPDATE_TYPE -> updateType;
                    case COMMENT -> comment;
                };
        };
    }

    /** Returns the exact name of the product. */
    public @Nullable String product() {
        return conditions.text(Condition.PRODUCT);
    }

    /**
     * Returns the versions, comma-separated, each exact, with a comparison operator or ending in
     * {@code .*}.
     */
    public @Nullable String version() {
        return conditions.text(Condition.VERSION);
    }

    /**
     * Returns the channel: exact, or a prefix of at least two characters that ends in {@code *}.
     */
    public @Nullable String channel() {
        return conditions.text(Condition.CHANNEL);
    }

    /** Returns the exact build target. */
    public @Nullable String buildTarget() {
        return conditions.text(Condition.BUILD_TARGET);
    }

    /** Returns the build ID, exact or with a comparison operator. */
    public @Nullable String buildId() {
        return conditions.text(Condition.BUILD_ID);
    }

    /** Returns the locales, comma-separated. */
    public @Nullable String locale() {
        return conditions.text(Condition.LOCALE);
    }

    /** Returns substrings of the operating system; comma for or, {@code &&} for and. */
    public @Nullable String osVersion() {
        return conditions.text(Condition.OS_VERSION);
    }

    /** Returns the memory in MB, exact or with a comparison operator. */
    public @Nullable String memory() {
        return conditions.text(Condition.MEMORY);
    }

    /** Returns whether an incompatible screen reader has to run. */
    public @Nullable Boolean jaws() {
        return conditions.flag(Condition.JAWS);
    }

    /** Returns whether the client has to be able to migrate to 64 bits. */
    public @Nullable Boolean mig64() {
        return conditions.flag(Condition.MIG64);
    }

    /** Returns the rule with another background rate, in percent. */
    public Rule withBackgroundRate(int rate) {
        return new Rule(
                id, dataVersion, alias, priority, mapping, fallbackMapping, rate, updateType, comment, conditions);
    }
}
