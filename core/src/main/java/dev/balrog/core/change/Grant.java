// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Permission that is granted to a user.
 *
 * @param permission the granted permission
 * @param actions names of the actions that it is restricted to; empty for all actions
 * @param products products that it is restricted to; empty for all products and for objects without
 *     a product
 */
public record Grant(Permission permission, Set<String> actions, Set<String> products) {

    public Grant {
        actions = Set.copyOf(actions);
        products = Set.copyOf(products);
    }

    /**
     * Creates a grant from a permission as it is stored.
     *
     * <p>Restrictions apply even where the permission does not support them, and those that can't
     * be parsed allow nothing: too few rights are safer than too many.
     *
     * @param options JSON object of restrictions; null or JSON null when there are none
     */
    public static Grant of(Permission permission, @Nullable JsonNode options) {
        return new Grant(
                permission, names(options, Permission.Limit.ACTIONS), names(options, Permission.Limit.PRODUCTS));
    }

    /**
     * Returns whether this allows everything that the other grant of the same permission allows.
     */
    public boolean isAtLeast(Grant other) {
        return covers(actions, other.actions) && covers(products, other.products);
    }

    /** Returns whether limits include others; an empty set is no limit. */
    private static boolean covers(Set<String> limits, Set<String> others) {
        return limits.isEmpty() || (!others.isEmpty() && limits.containsAll(others));
    }

    /**
     * Returns whether this allows an action on objects of a product; null for objects without one.
     */
    boolean allows(Action action, @Nullable String product) {
        return (actions.isEmpty() || actions.contains(action.id())) && allows(product);
    }

    /** Returns whether this applies to a product; null for objects without one. */
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
