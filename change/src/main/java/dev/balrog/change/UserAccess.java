// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.change.row.Row;
import java.util.List;
import java.util.stream.Stream;

/**
 * Permissions and roles of a user.
 *
 * @param permissions rows of permissions
 * @param roles rows of roles
 */
public record UserAccess(List<Row> permissions, List<Row> roles) {

    static UserAccess ofPermission(Row permission) {
        return new UserAccess(List.of(permission), List.of());
    }

    static UserAccess ofRole(Row role) {
        return new UserAccess(List.of(), List.of(role));
    }

    UserAccess and(UserAccess other) {
        return new UserAccess(
                Stream.concat(permissions.stream(), other.permissions.stream()).toList(),
                Stream.concat(roles.stream(), other.roles.stream()).toList());
    }
}
