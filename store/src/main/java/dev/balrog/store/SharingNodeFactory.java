// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * Makes equal texts the same object. In releases most texts, such as build ids and product versions, are there
 * hundreds of times.
 */
final class SharingNodeFactory extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;
    /** Longer ones are mostly hashes, which nothing shares. */
    private static final int LONGEST = 80;

    private final transient Map<String, StringNode> known = new ConcurrentHashMap<>();

    @Override
    public StringNode stringNode(String text) {
        return text.length() > LONGEST ? super.stringNode(text) : known.computeIfAbsent(text, super::stringNode);
    }
}
