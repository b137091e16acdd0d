// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Permissions of a user.
 *
 * @param grants the user's grants, at most one for each permission
 */
public record Rights(List<Grant> grants) {
    /** No permissions. */
    public static final Rights NONE = new Rights(List.of());

    public Rights {
        grants = List.copyOf(grants);
    }

    /**
     * Returns whether the user may perform an action.
     *
     * <p>For an admin, only the admin permission counts: an admin for some products has no rights
     * on others, whatever else was granted.
     *
     * @param product the product of the object; null when it belongs to none or to all
     */
    public boolean allows(Permission permission, Action action, @Nullable String product) {
        Optional<Grant> admin = grant(Permission.ADMIN);
        if (admin.isPresent()) {
            return admin.get().allows(product);
        }
        return grant(permission).filter(grant -> grant.allows(action, product)).isPresent();
    }

    /** Returns whether the user is an admin, for all or for some products. */
    public boolean isAdmin() {
        return grant(Permission.ADMIN).isPresent();
    }

    private Optional<Grant> grant(Permission permission) {
        return grants.stream().filter(grant -> grant.permission() == permission).findFirst();
    }
}
