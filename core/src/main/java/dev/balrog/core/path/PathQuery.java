// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import dev.balrog.core.rule.Condition;
import java.util.EnumMap;
import java.util.Map;

/**
 * Clients whose update path is asked for.
 *
 * @param product name of the product
 * @param channel update channel, without wildcard
 * @param properties further properties that all clients have, as the strings that they send
 */
public record PathQuery(String product, String channel, Map<Condition, String> properties) {
    public PathQuery {
        properties = Map.copyOf(properties);
    }

    /** Returns the properties, with product and channel. */
    Map<Condition, String> all() {
        Map<Condition, String> all = new EnumMap<>(Condition.class);
        all.putAll(properties);
        all.put(Condition.PRODUCT, product);
        all.put(Condition.CHANNEL, channel);
        return all;
    }

    /** Returns the query for all clients of the product and channel. */
    PathQuery withoutProperties() {
        return new PathQuery(product, channel, Map.of());
    }
}
