// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.request.UpdateRequest;

/**
 * The channels that a rule applies to: one channel, or all that begin alike.
 *
 * @param text the channel, or what channels begin with
 * @param prefix whether it is a beginning only
 */
public record ChannelPattern(String text, boolean prefix) {
    /** A pattern of fewer characters, its asterisk included, matches nothing, so that nobody writes to all by mistake. */
    private static final int SHORTEST_PATTERN = 3;

    /** Reads a pattern: an asterisk at the end stands for any rest. */
    public static ChannelPattern parse(String pattern) {
        if (!pattern.endsWith("*")) {
            return new ChannelPattern(pattern, false);
        }
        return new ChannelPattern(pattern.substring(0, pattern.length() - 1), true);
    }

    /** Whether the pattern stands for exactly this channel. */
    public boolean matches(String channel) {
        return prefix ? text.length() + 1 >= SHORTEST_PATTERN && channel.startsWith(text) : text.equals(channel);
    }

    /** Whether the pattern stands for the channel of the request, with or without the partner's part. */
    public boolean matches(UpdateRequest request) {
        return matches(request.channel()) || matches(request.fallbackChannel());
    }
}
