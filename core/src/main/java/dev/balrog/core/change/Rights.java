// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a user may do.
 *
 * @param grants the user's permissions, at most one of each
 */
public record Rights(List<Grant> grants) {
    /** Nothing at all. */
    public static final Rights NONE = new Rights(List.of());

    public Rights {
        grants = List.copyOf(grants);
    }

    /**
     * Whether the user may do this.
     *
     * <p>For an admin only the admin permission counts: one who is admin for some products has no rights elsewhere, whatever
     * else was granted.
     *
     * @param product whose object it is; null when it belongs to none, or to all
     */
    public boolean allows(Permission permission, Action action, @Nullable String product) {
        Optional<Grant> admin = grant(Permission.ADMIN);
        if (admin.isPresent()) {
            return admin.get().allows(product);
        }
        return grant(permission).filter(grant -> grant.allows(action, product)).isPresent();
    }

    /** Whether the user is an admin, be it for some products only. */
    public boolean isAdmin() {
        return grant(Permission.ADMIN).isPresent();
    }

    private Optional<Grant> grant(Permission permission) {
        return grants.stream().filter(grant -> grant.permission() == permission).findFirst();
    }
}
