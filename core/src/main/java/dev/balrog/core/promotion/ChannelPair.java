// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.promotion;

import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.Rule;

/**
 * Channels of a product that are compared, as clients send them.
 *
 * @param from the source channel, such as {@code release-cdntest}
 * @param to the target channel, such as {@code release}
 */
public record ChannelPair(String product, String from, String to) {
    /** Returns whether a rule can match requests of the source channel. */
    boolean servesFrom(Rule rule) {
        return serves(rule, from);
    }

    /** Returns whether a rule can match requests of the target channel. */
    boolean servesTo(Rule rule) {
        return serves(rule, to);
    }

    private boolean serves(Rule rule, String channel) {
        return (rule.product() == null || rule.product().equals(product))
                && (rule.channel() == null
                        || ChannelPattern.parse(rule.channel()).matchesWithFallback(channel));
    }
}
