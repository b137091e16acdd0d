// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * Factory of JSON nodes that interns strings. Most strings in releases, such as build ids and
 * product versions, occur hundreds of times.
 */
final class SharingNodeFactory extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;
    /** Longest interned string; longer ones are mostly hashes, which are unique. */
    private static final int LONGEST = 80;

    private final transient Map<String, StringNode> known = new ConcurrentHashMap<>();

    @Override
    public StringNode stringNode(String text) {
        return text.length() > LONGEST ? super.stringNode(text) : known.computeIfAbsent(text, super::stringNode);
    }
}
