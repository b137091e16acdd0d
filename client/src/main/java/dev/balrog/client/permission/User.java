// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.permission;

import dev.balrog.client.transport.Fields;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * User with permissions and roles.
 *
 * @param permissions the permissions, by name
 * @param roles data versions of the roles, by name
 */
public record User(String name, Map<String, Permission> permissions, Map<String, Long> roles) {

    /**
     * Permission of a user.
     *
     * @param options the actions and products to which it is limited; empty for all
     * @param dataVersion the data version, starting at 1
     */
    public record Permission(ObjectNode options, long dataVersion) {}

    static User of(String name, JsonNode node) {
        Map<String, Permission> permissions = Fields.map(
                node.path("permissions"),
                permission -> new Permission(
                        Fields.objectOrEmpty(permission.path("options")), Fields.number(permission, "data_version")));
        return new User(name, permissions, roles(node.path("roles")));
    }

    /**
     * Reads roles, which are a list in the response for all users and an object in that for one
     * user.
     */
    private static Map<String, Long> roles(JsonNode roles) {
        if (roles.isObject()) {
            return Fields.map(roles, role -> Fields.number(role, "data_version"));
        }
        Map<String, Long> versions = new HashMap<>();
        roles.forEach(role -> versions.put(Fields.text(role, "role"), Fields.number(role, "data_version")));
        return Map.copyOf(versions);
    }
}
