// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.row.SharedColumns.OPTIONS;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;

import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.table.AuditStamp;
import dev.balrog.change.table.ChangeAudit;
import dev.balrog.change.table.ObjectHistory;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.UserName;
import dev.balrog.store.Database;
import dev.balrog.store.audit.AuditChain;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Grant of a permission by an operator with direct access to the database: the first permission in
 * a new database, or recovery after a lockout. Bypasses policies, but is recorded in the history
 * and the audit log.
 *
 * @param products products that the permission is limited to; empty for all
 * @param actions actions that the permission is limited to; empty for all
 * @param roles roles to grant as well
 */
public record OperatorGrant(
        String username, Permission permission, Set<String> products, Set<String> actions, Set<String> roles) {
    private static final int MAX_PRODUCT_LENGTH = 15;
    private static final int MAX_ROLE_LENGTH = 50;

    public OperatorGrant {
        products = Set.copyOf(products);
        actions = Set.copyOf(actions);
        roles = Set.copyOf(roles);
        UserName.problem(username).ifPresent(problem -> {
            throw new IllegalArgumentException("the user name '" + username + "' " + problem);
        });
        products.forEach(product -> requireNameable("product", product, MAX_PRODUCT_LENGTH));
        roles.forEach(role -> requireNameable("role", role, MAX_ROLE_LENGTH));
        for (String action : actions) {
            if (Arrays.stream(Action.values()).noneMatch(known -> known.id().equals(action))) {
                throw new IllegalArgumentException("there is no action '" + action + "': give one of "
                        + Arrays.stream(Action.values()).map(Action::id).collect(Collectors.joining(", ")));
            }
        }
        requireLimit(permission, Permission.Limit.PRODUCTS, products);
        requireLimit(permission, Permission.Limit.ACTIONS, actions);
    }

    private static void requireNameable(String what, String name, int maxLength) {
        if (name.isBlank()
                || name.length() > maxLength
                || !name.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '/')) {
            throw new IllegalArgumentException("the " + what + " '" + name + "' must be 1 to " + maxLength
                    + " ASCII characters without slashes and control characters");
        }
    }

    private static void requireLimit(Permission permission, Permission.Limit limit, Set<String> values) {
        if (!values.isEmpty() && !permission.limits().contains(limit)) {
            throw new IllegalArgumentException(permission.id() + " can't be limited to " + limit.id());
        }
    }

    /**
     * Grants the permission and the roles. Replaces the limits of a permission that the user
     * already has.
     *
     * @param operator author of the change in the history
     */
    public void apply(Database database, String operator, InstantSource clock) {
        AuditStamp stamp = new AuditStamp(operator, clock.millis());
        database.writeExclusively(sql -> {
            ChangeAudit audit = ChangeAudit.of(operator);
            Tables tables = new Tables(sql, new ObjectHistory(), audit);
            grant(tables.base(Entity.PERMISSIONS), stamp);
            for (String role : roles) {
                VersionedTable table = tables.base(Entity.USER_ROLES);
                Row row = Row.of(USERNAME, username).with(ROLE, role);
                if (table.find(row).isEmpty()) {
                    table.insert(row, stamp);
                }
            }
            AuditChain.append(sql, operator, stamp.millis(), audit.records());
            return this;
        });
    }

    private void grant(VersionedTable table, AuditStamp stamp) {
        Row row = Row.of(PERMISSIONS.PERMISSION, permission.id()).with(USERNAME, username);
        Optional<Row> present = table.find(row);
        if (present.isEmpty()) {
            table.insert(row.with(OPTIONS, options()), stamp);
        } else {
            Row before = present.get();
            table.remember(table.update(before, Row.of(OPTIONS, options()), before.dataVersion()), stamp);
        }
    }

    private @Nullable ObjectNode options() {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        add(options, Permission.Limit.PRODUCTS, products);
        add(options, Permission.Limit.ACTIONS, actions);
        return options.isEmpty() ? null : options;
    }

    private static void add(ObjectNode options, Permission.Limit limit, Set<String> values) {
        if (!values.isEmpty()) {
            values.stream().sorted().forEach(options.putArray(limit.id())::add);
        }
    }
}
