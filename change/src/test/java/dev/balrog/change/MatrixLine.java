// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.change.Permission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** A line of the permission matrix, and the users that its columns stand for. */
record MatrixLine(
        String thing, String change, Permission permission, List<String> actions, String ways, Set<User> allowed) {
    private static final String PRODUCT = "Firefox";
    private static final String OTHER_PRODUCT = "Thunderbird";

    static MatrixLine parse(String text) {
        List<String> columns =
                Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
        List<String> cells = words(columns.get(5));
        assertThat(cells).as(text).hasSize(User.values().length).isSubsetOf("yes", "-");
        Set<User> allowed = EnumSet.noneOf(User.class);
        Iterator<String> cell = cells.iterator();
        for (User user : User.values()) {
            if (cell.next().equals("yes")) {
                allowed.add(user);
            }
        }
        return new MatrixLine(
                columns.get(0),
                columns.get(1),
                Permission.of(columns.get(2)).orElseThrow(),
                words(columns.get(3)),
                columns.get(4),
                allowed);
    }

    private static List<String> words(String text) {
        return List.of(text.split(" +", -1));
    }

    String name() {
        return thing + " " + change;
    }

    List<Way> waysToTry() {
        return switch (words(ways).getFirst()) {
            case "all", "all*" -> List.of(Way.values());
            case "now" -> List.of(Way.NOW);
            case "edit" -> List.of(Way.EDIT);
            default -> throw new IllegalArgumentException(ways);
        };
    }

    /** What all users but the admins have as well. */
    List<Permission> besides() {
        int plus = ways.indexOf('+');
        return plus < 0
                ? List.of()
                : List.of(Permission.of(ways.substring(plus + 1)).orElseThrow());
    }

    boolean needsSignoffs(Way way) {
        return way == Way.NOW && ways.endsWith("*");
    }

    enum Way {
        NOW,
        PLAN,
        EDIT,
        DROP,
        DUE
    }

    /** A sort of user, in the order of the columns. */
    enum User {
        ADMIN,
        ADMIN_OF_PRODUCT,
        ADMIN_OF_OTHER,
        ADMIN_OF_OTHER_WITH_PERMISSION,
        PERMISSION,
        RIGHT_ACTION,
        WRONG_ACTIONS,
        RIGHT_PRODUCT,
        WRONG_PRODUCT,
        RIGHT_ACTION_AND_PRODUCT,
        ALL_OTHERS,
        NOTHING;

        /** The permissions of such users, by their names: there is one for each action where one action is enough. */
        Map<String, List<Grant>> users(MatrixLine line) {
            Permission permission = line.permission();
            return switch (this) {
                case ADMIN -> one(new Grant(Permission.ADMIN));
                case ADMIN_OF_PRODUCT -> one(new Grant(Permission.ADMIN, List.of(), List.of(PRODUCT)));
                case ADMIN_OF_OTHER -> one(new Grant(Permission.ADMIN, List.of(), List.of(OTHER_PRODUCT)));
                case ADMIN_OF_OTHER_WITH_PERMISSION ->
                    one(new Grant(Permission.ADMIN, List.of(), List.of(OTHER_PRODUCT)), new Grant(permission));
                case PERMISSION -> one(new Grant(permission));
                case RIGHT_ACTION -> eachAction(line, List.of());
                case WRONG_ACTIONS -> {
                    List<String> wrong =
                            new ArrayList<>(List.of("create", "modify", "delete", "view", "set", "unset", "enact"));
                    wrong.removeAll(line.actions());
                    yield one(new Grant(permission, wrong, List.of()));
                }
                case RIGHT_PRODUCT -> one(new Grant(permission, List.of(), List.of(PRODUCT)));
                case WRONG_PRODUCT -> one(new Grant(permission, List.of(), List.of(OTHER_PRODUCT)));
                case RIGHT_ACTION_AND_PRODUCT -> eachAction(line, List.of(PRODUCT));
                case ALL_OTHERS ->
                    Map.of(
                            name(),
                            Arrays.stream(Permission.values())
                                    .filter(other -> other != Permission.ADMIN && other != permission)
                                    .map(Grant::new)
                                    .toList());
                case NOTHING -> one();
            };
        }

        private Map<String, List<Grant>> one(Grant... grants) {
            return Map.of(name(), List.of(grants));
        }

        private Map<String, List<Grant>> eachAction(MatrixLine line, List<String> products) {
            return line.actions().stream()
                    .collect(Collectors.toMap(
                            action -> name() + " " + action,
                            action -> List.of(new Grant(line.permission(), List.of(action), products))));
        }
    }

    /** A permission with its limits. */
    record Grant(Permission permission, List<String> actions, List<String> products) {
        Grant(Permission permission) {
            this(permission, List.of(), List.of());
        }

        ObjectNode row(String user) {
            ObjectNode row = EngineOn.json("{'data_version': 1}")
                    .put("permission", permission.id())
                    .put("username", user);
            ObjectNode options = row.objectNode();
            add(options, "actions", actions);
            add(options, "products", products);
            return options.isEmpty() ? row : row.set("options", options);
        }

        private static void add(ObjectNode options, String limit, List<String> values) {
            if (!values.isEmpty()) {
                values.forEach(options.putArray(limit)::add);
            }
        }
    }
}
