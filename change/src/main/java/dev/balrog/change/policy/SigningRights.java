// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import dev.balrog.change.rejection.ChangeRejectedException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may sign off as which role, and who may revoke a signoff. The same for scheduled
 * changes and for change sets.
 */
public final class SigningRights {
    private final GovernanceQueries queries;

    public SigningRights(GovernanceQueries queries) {
        this.queries = queries;
    }

    /**
     * Checks that a user can sign off as a role.
     *
     * @throws ChangeRejectedException if the user is a service account, or does not hold the role
     */
    public void requireRole(String who, String role) {
        if (queries.isServiceAccount(who)) {
            throw ChangeRejectedException.denied("System account cannot signoff");
        }
        if (!queries.roles(who).contains(role)) {
            throw ChangeRejectedException.denied(who + " cannot signoff with role '" + role + "'");
        }
    }

    /**
     * Checks that a user who has signed off as one role, and still holds it, does not sign off as
     * another.
     *
     * @throws ChangeRejectedException if they do
     */
    public void requireSingleRole(String who, String presentRole, String role) {
        if (!role.equals(presentRole) && queries.roles(who).contains(presentRole)) {
            throw ChangeRejectedException.denied("Cannot signoff with a second role");
        }
    }

    /**
     * Checks that a user can revoke a signoff: as its signer, as a holder of its role, or as an
     * administrator.
     *
     * @param signer name of the signer
     * @param role role of the signoff
     * @param products products that an administrator must be for; a null element stands for all
     * @throws ChangeRejectedException if the user can't, or is a service account
     */
    public void requireRevocation(String who, String signer, String role, Collection<@Nullable String> products) {
        if (queries.isServiceAccount(who)) {
            throw ChangeRejectedException.denied("System accounts cannot revoke a signoff");
        }
        boolean own = who.equals(signer);
        boolean sameRole = queries.roles(who).contains(role);
        if (!own && !sameRole && !queries.isAdmin(who, products)) {
            throw ChangeRejectedException.denied(
                    "Cannot revoke a signoff made by someone in a group you do not belong to");
        }
    }

    /**
     * Returns the role as which a user signs off by proposing a change: the only required one that
     * they hold. Empty if there is none or more than one, and for service accounts.
     */
    public Optional<String> roleOfAuthor(String who, Set<String> required) {
        List<String> fitting =
                queries.roles(who).stream().filter(required::contains).toList();
        return fitting.size() == 1 && !queries.isServiceAccount(who)
                ? Optional.of(fitting.getFirst())
                : Optional.empty();
    }
}
