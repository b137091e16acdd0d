// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.change.row.Entity;

/** Kinds of entities in the API. */
public final class EntityKind {
    private EntityKind() {}

    /**
     * Returns whether the entity needs a permission to view, because it helps an attacker to choose
     * an account.
     */
    public static boolean isPrivate(Entity entity) {
        return entity == Entity.PERMISSIONS || entity == Entity.USER_ROLES;
    }

    /** Returns the kind of an entity. */
    public static String of(Entity entity) {
        return switch (entity) {
            case RULES -> "rule";
            case RELEASES, RELEASES_JSON, RELEASE_ASSETS -> "release";
            case PERMISSIONS -> "permission";
            case USER_ROLES -> "user_role";
            case PRODUCT_REQUIRED_SIGNOFFS -> "product_required_signoff";
            case PERMISSIONS_REQUIRED_SIGNOFFS -> "permission_required_signoff";
            case EMERGENCY_SHUTOFFS -> "emergency_shutoff";
            case PINNABLE_RELEASES -> "pin";
            case EXPECTATIONS -> "expectation";
            case CHANGE_SETS, CHANGE_SET_SIGNOFFS -> "change_set";
        };
    }
}
