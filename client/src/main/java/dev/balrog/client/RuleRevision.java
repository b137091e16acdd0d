// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.time.Instant;

/**
 * A rule as it once became.
 *
 * @param changeId the change's number
 * @param changedBy who made it
 * @param time when
 * @param rule the rule after it
 */
public record RuleRevision(long changeId, String changedBy, Instant time, Rule rule) {}
