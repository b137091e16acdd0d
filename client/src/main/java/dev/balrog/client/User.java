// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody may do.
 *
 * @param permissions by their names
 * @param roles data versions of the roles, by their names
 */
public record User(String name, Map<String, Permission> permissions, Map<String, Long> roles) {

    /**
     * One permission.
     *
     * @param options to which actions and products it is limited; empty for all
     * @param dataVersion how often it was changed, the first being 1
     */
    public record Permission(ObjectNode options, long dataVersion) {}

    static User of(String name, JsonNode node) {
        Map<String, Permission> permissions = Fields.map(
                node.path("permissions"),
                permission -> new Permission(
                        Fields.objectOrEmpty(permission.path("options")), Fields.number(permission, "data_version")));
        return new User(name, permissions, roles(node.path("roles")));
    }

    /** A list in the answer about all users, an object in that about one. */
    private static Map<String, Long> roles(JsonNode roles) {
        if (roles.isObject()) {
            return Fields.map(roles, role -> Fields.number(role, "data_version"));
        }
        Map<String, Long> versions = new HashMap<>();
        roles.forEach(role -> versions.put(Fields.text(role, "role"), Fields.number(role, "data_version")));
        return Map.copyOf(versions);
    }
}
