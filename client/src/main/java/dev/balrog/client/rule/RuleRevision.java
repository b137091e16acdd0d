// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.rule;

import java.time.Instant;

/**
 * Revision of a rule.
 *
 * @param changeId the change's ID
 * @param changedBy the author of the change
 * @param time the time of the change
 * @param rule the rule after the change
 */
public record RuleRevision(long changeId, String changedBy, Instant time, Rule rule) {}
