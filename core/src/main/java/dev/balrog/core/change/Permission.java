// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Permission that can be granted to a user. */
public enum Permission {
    /** All rights, for all or for some products. */
    ADMIN("admin"),
    EMERGENCY_SHUTOFF("emergency_shutoff"),
    RELEASE("release"),
    RELEASE_LOCALE("release_locale"),
    RELEASE_READ_ONLY("release_read_only"),
    RULE("rule"),
    PINNABLE_RELEASE("pinnable_release"),
    PERMISSION("permission"),
    REQUIRED_SIGNOFF("required_signoff"),
    SCHEDULED_CHANGE("scheduled_change");

    /** Restriction that a grant can have. */
    public enum Limit {
        ACTIONS("actions"),
        PRODUCTS("products");

        private final String id;

        Limit(String id) {
            this.id = id;
        }

        /** Returns the name of the option, as it is stored and sent. */
        public String id() {
            return id;
        }
    }

    private final String id;

    Permission(String id) {
        this.id = id;
    }

    /** Returns the name, as it is stored and sent. */
    public String id() {
        return id;
    }

    /** Returns the restrictions that grants of this permission can have. */
    public Set<Limit> limits() {
        return switch (this) {
            case ADMIN, PINNABLE_RELEASE, REQUIRED_SIGNOFF -> Set.of(Limit.PRODUCTS);
            case PERMISSION, SCHEDULED_CHANGE -> Set.of(Limit.ACTIONS);
            case EMERGENCY_SHUTOFF, RELEASE, RELEASE_LOCALE, RELEASE_READ_ONLY, RULE ->
                Set.of(Limit.ACTIONS, Limit.PRODUCTS);
        };
    }

    /** Returns whether grants can have an option of this name. */
    public boolean hasOption(String name) {
        return limits().stream().anyMatch(limit -> limit.id().equals(name));
    }

    /** Returns the permission of this name; empty when there is none. */
    public static Optional<Permission> of(String id) {
        return Arrays.stream(values())
                .filter(permission -> permission.id.equals(id))
                .findFirst();
    }
}
