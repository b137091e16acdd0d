// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

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
 * @param product exact name
 * @param version versions, comma-separated, each exact, with a comparison operator or ending in
 *     {@code .*}
 * @param channel exact, or a prefix of at least two characters that ends in {@code *}
 * @param buildTarget exact
 * @param buildId exact, or with a comparison operator
 * @param locale locales, comma-separated
 * @param osVersion substrings; comma for or, {@code &&} for and
 * @param memory MB, exact or with a comparison operator
 * @param instructionSet names, comma-separated
 * @param jaws whether an incompatible screen reader has to run
 * @param mig64 whether the client has to be able to migrate to 64 bits
 * @param distribution names, comma-separated
 * @param distributionVersion exact
 * @param headerArchitecture {@code PPC} or {@code Intel}
 * @param comment free-form comment
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
        @Nullable String product,
        @Nullable String version,
        @Nullable String channel,
        @Nullable String buildTarget,
        @Nullable String buildId,
        @Nullable String locale,
        @Nullable String osVersion,
        @Nullable String memory,
        @Nullable String instructionSet,
        @Nullable Boolean jaws,
        @Nullable Boolean mig64,
        @Nullable String distribution,
        @Nullable String distributionVersion,
        @Nullable String headerArchitecture,
        @Nullable String comment) {

    /** Returns the rule with another background rate, in percent. */
    public Rule withBackgroundRate(int rate) {
        return new Rule(
                id,
                dataVersion,
                alias,
                priority,
                mapping,
                fallbackMapping,
                rate,
                updateType,
                product,
                version,
                channel,
                buildTarget,
                buildId,
                locale,
                osVersion,
                memory,
                instructionSet,
                jaws,
                mig64,
                distribution,
                distributionVersion,
                headerArchitecture,
                comment);
    }
}
