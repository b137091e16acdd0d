// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.permission;

import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.Transport;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * API of users, their permissions and roles. Each method throws {@link dev.balrog.client.error.ClientException} if it
 * fails.
 */
public final class Users {
    private final Transport transport;

    public Users(Transport transport) {
        this.transport = transport;
    }

    /** Returns all users, by name. */
    public List<User> list() {
        JsonNode users = transport.send(Call.get("users")).body();
        return users.properties().stream()
                .map(member -> User.of(member.getKey(), member.getValue()))
                .sorted(Comparator.comparing(User::name))
                .toList();
    }

    /**
     * Returns a user, who must have a permission. {@code current} is the user whose token is sent.
     */
    public User get(String name) {
        JsonNode user = transport.send(Call.get("users", name)).body();
        return User.of(Fields.text(user, "username"), user);
    }
}
