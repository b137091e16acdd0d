// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.Transaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SharedColumns;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of users, their permissions and roles. */
final class UserHandlers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String OPTIONS = "options";

    private final ChangeEngine engine;

    UserHandlers(ChangeEngine engine) {
        this.engine = engine;
    }

    Reply list(Call call) {
        return engine.read(reading -> {
            requireView(reading, call.requireUser().name());
            ObjectNode users = NODES.objectNode();
            reading.users().forEach((name, access) -> {
                ObjectNode user = users.putObject(name);
                ArrayNode roles = user.putArray("roles");
                access.roles().stream()
                        .sorted(Comparator.comparing(role -> role.require(ROLE)))
                        .forEach(role ->
                                roles.add(role.only(List.of(ROLE, DATA_VERSION)).toJson()));
                user.set("permissions", permissions(access.permissions()));
            });
            return Reply.json(users);
        });
    }

    Reply get(Call call) {
        String name = call.text("username");
        return engine.read(reading -> {
            ObjectNode permissions =
                    permissions(reading, name, call.requireUser().name());
            if (permissions.isEmpty()) {
                throw Rejections.notFound("No permission found for username " + name);
            }
            ObjectNode user = NODES.objectNode().put("username", name);
            user.set("permissions", permissions);
            ObjectNode roles = user.putObject("roles");
            reading.list(Entity.USER_ROLES, Row.of(USERNAME, name))
                    .forEach(role -> roles.putObject(role.require(ROLE)).put("data_version", role.dataVersion()));
            return Reply.json(user);
        });
    }

    Reply permissions(Call call) {
        return engine.read(reading -> Reply.json(
                permissions(reading, call.text("username"), call.requireUser().name())));
    }

    Reply permission(Call call) {
        return engine.read(reading -> {
            ObjectNode permissions = permissions(
                    reading, call.text("username"), call.requireUser().name());
            if (!permissions.has(call.text("permission"))) {
                throw missing(call);
            }
            return Reply.json(permissions.get(call.text("permission")));
        });
    }

    /**
     * Returns the permissions of a user. Users may view their own; those of others help an attacker
     * to choose an account.
     */
    private static ObjectNode permissions(ReadTransaction reading, String name, String who) {
        if (!name.equals(who)) {
            requireView(reading, who);
        }
        return permissions(reading.list(Entity.PERMISSIONS, Row.of(USERNAME, name)));
    }

    private static ObjectNode permissions(List<Row> rows) {
        ObjectNode permissions = NODES.objectNode();
        rows.forEach(row -> permissions.set(
                row.require(PERMISSIONS.PERMISSION),
                row.only(List.of(SharedColumns.OPTIONS, DATA_VERSION)).toJson()));
        return permissions;
    }

    static void requireView(ReadTransaction reading, String who) {
        if (!reading.rights(who).allows(Permission.PERMISSION, Action.VIEW, null)) {
            throw new ChangeRejectedException(
                    new ChangeRejection.PermissionDenied("You are not authorized to view permissions of other users."));
        }
    }

    Reply grant(Call call) {
        return write(call, transaction -> {
            Optional<Row> present = find(transaction, call);
            if (present.isPresent()) {
                return update(call, transaction, present.get());
            }
            transaction.insert(Entity.PERMISSIONS, key(call).with(SharedColumns.OPTIONS, options(call)));
            return Reply.json(201, Map.of("new_data_version", 1)).as(Reply.MediaType.HTML);
        });
    }

    Reply update(Call call) {
        return write(
                call,
                transaction -> update(call, transaction, find(transaction, call).orElseThrow(() -> missing(call))));
    }

    private static Reply update(Call call, Transaction transaction, Row present) {
        Integer expected = Bodies.integer(call.body(), "data_version");
        if (expected == null) {
            throw Rejections.bad("'data_version' is missing from request body");
        }
        Row updated =
                transaction.update(Entity.PERMISSIONS, present, Row.of(SharedColumns.OPTIONS, options(call)), expected);
        return Reply.json(Map.of("new_data_version", updated.dataVersion()));
    }

    Reply revoke(Call call) {
        int version = (int) call.queriedNumber("data_version").orElseThrow();
        return write(call, transaction -> {
            if (find(transaction, call).isEmpty()) {
                throw missing(call);
            }
            transaction.delete(Entity.PERMISSIONS, key(call), version);
            return Reply.empty(200);
        });
    }

    private static Optional<Row> find(Transaction transaction, Call call) {
        if (!call.text("username").equals(call.requireUser().name())) {
            requireView(transaction, call.requireUser().name());
        }
        return transaction.find(Entity.PERMISSIONS, key(call));
    }

    private static Row key(Call call) {
        return Row.of(PERMISSIONS.PERMISSION, call.text("permission")).with(USERNAME, call.text("username"));
    }

    private static @Nullable ObjectNode options(Call call) {
        ObjectNode options = JsonField.object(call.body(), OPTIONS);
        return options == null || options.isEmpty() ? null : options;
    }

    /**
     * Executes a change of permissions. Invalid permissions are reported in Python's format, as in
     * Mozilla's Balrog.
     */
    private Reply write(Call call, Function<Transaction, Reply> work) {
        try {
            return engine.write(call.requireUser(), work);
        } catch (ChangeRejectedException e) {
            if (e.rejection() instanceof ChangeRejection.Invalid(String reason)) {
                throw Rejections.bad(PythonText.tuple(reason));
            }
            throw e;
        }
    }

    private static ProblemException missing(Call call) {
        return Rejections.notFound(
                "Requested user permission " + call.text("permission") + " not found for " + call.text("username"));
    }

    Reply grantRole(Call call) {
        Row key = role(call);
        return engine.write(call.requireUser(), transaction -> {
            Optional<Row> present = transaction.find(Entity.USER_ROLES, key);
            if (present.isPresent()) {
                return Reply.json(Map.of("new_data_version", present.get().dataVersion()))
                        .as(Reply.MediaType.HTML);
            }
            if (!call.text("username").equals(call.requireUser().name())) {
                requireView(transaction, call.requireUser().name());
            }
            transaction.insert(Entity.USER_ROLES, key);
            return Reply.json(201, Map.of("new_data_version", 1)).as(Reply.MediaType.HTML);
        });
    }

    Reply revokeRole(Call call) {
        int version = (int) call.queriedNumber("data_version").orElseThrow();
        return engine.write(call.requireUser(), transaction -> {
            if (transaction.find(Entity.USER_ROLES, role(call)).isEmpty()) {
                throw Rejections.notFound(
                        "Role not found",
                        "No role '" + call.text("role") + "' found for username '" + call.text("username") + "'");
            }
            transaction.delete(Entity.USER_ROLES, role(call), version);
            return Reply.empty(200);
        });
    }

    private static Row role(Call call) {
        return Row.of(USERNAME, call.text("username")).with(ROLE, call.text("role"));
    }
}
