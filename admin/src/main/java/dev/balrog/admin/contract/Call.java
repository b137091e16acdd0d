// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.change.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that keeps the contract.
 *
 * @param operation what is asked for
 * @param path arguments of the path, decoded, by name; those that the contract calls integers are digits
 * @param query arguments of the query, decoded, by name; those that were not sent, or were sent as {@code null} where
 *     the contract allows that, are left out
 * @param body the body; a {@code MissingNode} where the operation has none
 * @param user who asks; null where the operation needs no login
 */
public record Call(
        Operation operation,
        Map<String, String> path,
        Map<String, String> query,
        JsonNode body,
        @Nullable Principal user) {

    public Call {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** The same call, of a known user. */
    public Call by(Principal caller) {
        return new Call(operation, path, query, body, caller);
    }

    /**
     * Who asks.
     *
     * @throws NullPointerException when the operation needs no login
     */
    public Principal requireUser() {
        return Objects.requireNonNull(user, () -> operation.id() + " is answered without a login");
    }

    /**
     * An argument of the path.
     *
     * @throws NullPointerException when the path has none of this name
     */
    public String text(String name) {
        return Objects.requireNonNull(path.get(name), () -> operation.id() + " has no {" + name + "} in its path");
    }

    /**
     * An argument of the path that the contract calls an integer.
     *
     * @throws NullPointerException when the path has none of this name
     */
    public long number(String name) {
        return Long.parseLong(text(name));
    }

    /** An argument of the query; empty where it was not sent. */
    public Optional<String> queried(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** An argument of the query that the contract calls an integer; empty where it was not sent. */
    public OptionalLong queriedNumber(String name) {
        String value = query.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Integers.parse(value));
    }
}
