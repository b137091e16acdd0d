// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Permissions of users. */
final class PermissionPolicy implements Policy {
    private static final String PRODUCTS = "products";
    private static final int LONGEST_PRODUCT = 15;

    private final Facts facts;

    PermissionPolicy(Facts facts) {
        this.facts = facts;
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> {
                checkOptions(proposal.requireAfter());
                require(proposal, Action.CREATE, "grant permissions");
            }
            case UPDATE -> {
                checkOptions(proposal.requireAfter());
                require(proposal, Action.MODIFY, "modify permissions");
            }
            case DELETE -> require(proposal, Action.DELETE, "revoke permissions");
        }
    }

    private void require(Proposal proposal, Action action, String what) {
        facts.require(proposal.who(), Permission.PERMISSION, action, what);
    }

    private static void checkOptions(Row row) {
        Permission permission = permission(row);
        JsonNode options = row.json("options");
        if (options == null) {
            return;
        }
        if (!options.isObject()) {
            throw RefusedException.invalid("The options of a permission have to be an object");
        }
        options.forEachEntry((option, values) -> {
            if (!permission.hasOption(option)) {
                throw RefusedException.invalid(
                        "Unknown option \"" + option + "\" for permission \"" + permission.id() + "\"");
            }
            if (!values.isNull() && !(values.isArray() && values.valueStream().allMatch(JsonNode::isString))) {
                throw RefusedException.invalid("The option \"" + option + "\" has to be a list of texts");
            }
            if (option.equals(PRODUCTS)) {
                values.forEach(product -> checkProduct(product.asString()));
            }
        });
    }

    /** A permission for what can't be the name of a product would be for nothing. */
    private static void checkProduct(String product) {
        boolean isAscii = product.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (product.isBlank()
                || product.length() > LONGEST_PRODUCT
                || !isAscii
                || !product.strip().equals(product)) {
            throw RefusedException.invalid("The name of a product has 1 to " + LONGEST_PRODUCT
                    + " characters of ASCII, and no whitespace at its ends: \"" + product + "\" is none");
        }
    }

    private static Permission permission(Row row) {
        String name = row.requireText("permission");
        return Permission.of(name).orElseThrow(() -> RefusedException.invalid("Unknown permission \"" + name + "\""));
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return facts.protectionsOfPermissions(Stream.of(proposal.before(), proposal.after())
                .filter(Objects::nonNull)
                .map(PermissionPolicy::products)
                .toList());
    }

    /** The products that the permission is limited to; empty when it is not limited. */
    private static Set<String> products(Row row) {
        JsonNode options = row.json("options");
        return options == null
                ? Set.of()
                : options.path(PRODUCTS).valueStream().map(JsonNode::asString).collect(Collectors.toUnmodifiableSet());
    }
}
