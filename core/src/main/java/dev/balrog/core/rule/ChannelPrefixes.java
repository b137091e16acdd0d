// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Index that finds the rules whose channel pattern is a prefix of a channel. */
final class ChannelPrefixes {
    private final String[] prefixes;
    private final Node[] nodes;

    /**
     * Prefix of channels.
     *
     * @param rules the rules with this prefix or a shorter one of it, in order of precedence; since
     *     channels are short, a rule is repeated for few prefixes
     * @param shorter the longest other prefix of this one; null when there is none
     */
    private record Node(
            String prefix,
            List<CompiledRule> rules,
            @Nullable Node shorter) {}

    private ChannelPrefixes(List<Node> sorted) {
        this.nodes = sorted.toArray(Node[]::new);
        this.prefixes = sorted.stream().map(Node::prefix).toArray(String[]::new);
    }

    /**
     * Indexes rules.
     *
     * @param rulesByPrefix rules in order of precedence, by channel prefix
     */
    static ChannelPrefixes of(Map<String, List<CompiledRule>> rulesByPrefix) {
        List<Node> sorted = new ArrayList<>();
        Deque<Node> around = new ArrayDeque<>();
        new TreeMap<>(rulesByPrefix).forEach((prefix, rules) -> {
            while (!around.isEmpty() && !prefix.startsWith(around.element().prefix)) {
                around.pop();
            }
            Node shorter = around.peek();
            Node node = new Node(prefix, shorter == null ? List.copyOf(rules) : merge(rules, shorter.rules), shorter);
            around.push(node);
            sorted.add(node);
        });
        return new ChannelPrefixes(sorted);
    }

    private static List<CompiledRule> merge(List<CompiledRule> some, List<CompiledRule> others) {
        List<CompiledRule> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Comparator.comparingInt(rule -> rule.rank));
        return List.copyOf(all);
    }

    /** Returns the rules for all prefixes of a channel, in order of precedence. */
    List<CompiledRule> rulesFor(String channel) {
        int place = Arrays.binarySearch(prefixes, channel);
        int notAbove = place >= 0 ? place : -place - 2;
        // In lexicographic order, all prefixes between a prefix of the channel and the channel
        // begin with that prefix as well.
        Node node = notAbove < 0 ? null : nodes[notAbove];
        while (node != null && !channel.startsWith(node.prefix)) {
            node = node.shorter;
        }
        return node == null ? List.of() : node.rules;
    }
}
