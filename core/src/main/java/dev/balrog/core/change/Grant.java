// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A permission that a user has.
 *
 * @param permission what it is about
 * @param actions names of the actions that it is restricted to; empty when it is for all
 * @param products products that it is restricted to; empty when it is for all, and for what belongs to no product
 */
public record Grant(Permission permission, Set<String> actions, Set<String> products) {

    public Grant {
        actions = Set.copyOf(actions);
        products = Set.copyOf(products);
    }

    /**
     * A permission as it is stored.
     *
     * <p>Restrictions count even where the permission does not know them, and those that can't be read let nothing
     * through: rather too little than too much.
     *
     * @param options JSON object of restrictions; null or JSON null when there are none
     */
    public static Grant of(Permission permission, @Nullable JsonNode options) {
        return new Grant(
                permission, names(options, Permission.Limit.ACTIONS), names(options, Permission.Limit.PRODUCTS));
    }

    /** Returns whether this allows all that the other grant of the same permission allows. */
    public boolean isAtLeast(Grant other) {
        return covers(actions, other.actions) && covers(products, other.products);
    }

    /** Returns whether limits, of which none stand for no limit, include others. */
    private static boolean covers(Set<String> limits, Set<String> others) {
        return limits.isEmpty() || (!others.isEmpty() && limits.containsAll(others));
    }

    /** Whether this allows to do something with a product's objects, or, with null, with what belongs to no product. */
    boolean allows(Action action, @Nullable String product) {
        return (actions.isEmpty() || actions.contains(action.id())) && allows(product);
    }

    /** Whether this is for the product, or, with null, for what belongs to no product. */
    boolean allows(@Nullable String product) {
        return products.isEmpty() || (product != null && products.contains(product));
    }

    private static Set<String> names(@Nullable JsonNode options, Permission.Limit limit) {
        if (options == null) {
            return Set.of();
        }
        JsonNode value = options.path(limit.id());
        if (value.isMissingNode() || value.isNull()) {
            return Set.of();
        }
        if (!value.isArray()) {
            return Set.of(value.isString() ? value.asString() : value.toString());
        }
        Set<String> names = new LinkedHashSet<>();
        value.forEach(name -> names.add(name.isString() ? name.asString() : name.toString()));
        return names;
    }
}
