// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.OPTIONS;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.Grant;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.change.UserName;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Policy for permissions of users. Granting or widening one needs signoffs; revoking or narrowing
 * one takes effect immediately, so that a stolen account can be locked out.
 */
final class PermissionPolicy implements Policy {
    private static final String PRODUCTS = "products";
    private static final int LONGEST_PRODUCT = 15;

    private final GovernanceQueries queries;
    private final GrantRequirement grants;

    PermissionPolicy(GovernanceQueries queries) {
        this.queries = queries;
        this.grants = new GrantRequirement(queries);
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> {
                checkOptions(proposal.requireAfter());
                require(proposal, Action.CREATE, "grant permissions");
                String username = proposal.requireAfter().require(USERNAME);
                checkName(username);
                checkUnambiguous(username);
            }
            case UPDATE -> {
                checkOptions(proposal.requireAfter());
                require(proposal, Action.MODIFY, "modify permissions");
                checkAdministratorLeft(proposal);
            }
            case DELETE -> {
                require(proposal, Action.DELETE, "revoke permissions");
                checkAdministratorLeft(proposal);
            }
        }
    }

    /** Checks that the name of a user can be stored. */
    static void checkName(String username) {
        UserName.problem(username).ifPresent(problem -> {
            throw ChangeRejectedException.invalid("The user name '" + username + "' " + problem);
        });
    }

    /**
     * Checks that no other name belongs to the same user, because one of the two would never be
     * used.
     */
    private void checkUnambiguous(String username) {
        for (String other : queries.userNames()) {
            if (!other.equals(username) && UserName.sameFolded(other, username)) {
                throw ChangeRejectedException.invalid(
                        "The user name '" + username + "' differs from '" + other + "' only in case; use that one");
            }
        }
    }

    private void checkAdministratorLeft(Proposal proposal) {
        Row before = proposal.requireBefore();
        Row after = proposal.after();
        if (isUnlimitedAdministrator(before)
                && (after == null || !isUnlimitedAdministrator(after))
                && queries.permissions(Permission.ADMIN).stream()
                        .filter(PermissionPolicy::isUnlimitedAdministrator)
                        .map(row -> row.require(USERNAME))
                        .allMatch(user -> user.equals(before.require(USERNAME)) || queries.isServiceAccount(user))) {
            throw ChangeRejectedException.invalid(before.require(USERNAME)
                    + " is the last user with an unlimited admin permission. Grant admin to another user first, or run"
                    + " balrog user grant with access to the database");
        }
    }

    private static boolean isUnlimitedAdministrator(Row row) {
        return row.require(PERMISSIONS.PERMISSION).equals(Permission.ADMIN.id())
                && grant(row).isAtLeast(new Grant(Permission.ADMIN, Set.of(), Set.of()));
    }

    /**
     * Returns the limits of a permission. The permission itself never changes, so it does not
     * matter.
     */
    private static Grant grant(Row row) {
        return Grant.of(Permission.of(row.require(PERMISSIONS.PERMISSION)).orElse(Permission.ADMIN), row.get(OPTIONS));
    }

    private void require(Proposal proposal, Action action, String what) {
        queries.require(proposal.who(), Permission.PERMISSION, action, what);
    }

    private static void checkOptions(Row row) {
        Permission permission = permission(row);
        JsonNode options = row.get(OPTIONS);
        if (options == null) {
            return;
        }
        if (!options.isObject()) {
            throw ChangeRejectedException.invalid("The options of a permission must be an object");
        }
        options.forEachEntry((option, values) -> {
            if (!permission.hasOption(option)) {
                throw ChangeRejectedException.invalid(
                        "Unknown option \"" + option + "\" for permission \"" + permission.id() + "\"");
            }
            if (!values.isNull() && !(values.isArray() && values.valueStream().allMatch(JsonNode::isString))) {
                throw ChangeRejectedException.invalid("The option \"" + option + "\" must be a list of strings");
            }
            if (option.equals(PRODUCTS)) {
                values.forEach(product -> checkProduct(product.asString()));
            }
        });
    }

    /**
     * Checks that a product name is valid, because a permission for an invalid one has no effect.
     */
    private static void checkProduct(String product) {
        boolean isAscii = product.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (product.isBlank()
                || product.length() > LONGEST_PRODUCT
                || !isAscii
                || !product.strip().equals(product)) {
            throw ChangeRejectedException.invalid("A product name must be 1 to " + LONGEST_PRODUCT
                    + " ASCII characters without leading or trailing whitespace, not \"" + product + "\"");
        }
    }

    private static Permission permission(Row row) {
        String name = row.require(PERMISSIONS.PERMISSION);
        return Permission.of(name)
                .orElseThrow(() -> ChangeRejectedException.invalid("Unknown permission \"" + name + "\""));
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        Row before = proposal.before();
        Row after = proposal.after();
        boolean widens = after != null && (before == null || !grant(before).isAtLeast(grant(after)));
        return widens
                ? queries.protectionsOfPermissions(Stream.of(before, after)
                        .filter(Objects::nonNull)
                        .map(PermissionPolicy::products)
                        .toList())
                : List.of();
    }

    @Override
    public SignoffRequirement requiredSignoffs(
            Proposal proposal, List<Protection> protections, List<CountedSignoff> given) {
        return grants.of(Protection.requirement(protections), proposal.who(), given);
    }

    /** Returns the products that the permission is limited to; empty if it is not limited. */
    private static Set<String> products(Row row) {
        JsonNode options = row.get(OPTIONS);
        return options == null
                ? Set.of()
                : options.path(PRODUCTS).valueStream().map(JsonNode::asString).collect(Collectors.toUnmodifiableSet());
    }
}
