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
 * Valid request for an operation of the contract.
 *
 * @param operation requested operation
 * @param path path parameters by name, decoded; integers according to the contract consist of
 *     digits
 * @param query query parameters by name, decoded; without those that were not sent, or were sent as
 *     {@code null} where the contract allows null
 * @param headers header parameters by their names in the contract; without those that were not sent
 * @param body request body; a {@code MissingNode} if the operation has none
 * @param user authenticated user; null if the operation needs no login
 * @param client client that waits for the response
 */
public record Call(
        Operation operation,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        JsonNode body,
        @Nullable Principal user,
        Client client) {

    public Call {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** Returns the same call with an authenticated user. */
    public Call by(Principal caller) {
        return new Call(operation, path, query, headers, body, caller, client);
    }

    /** Returns the same call from a client. */
    public Call from(Client waiting) {
        return new Call(operation, path, query, headers, body, user, waiting);
    }

    /**
     * Returns the authenticated user.
     *
     * @throws NullPointerException when the operation needs no login
     */
    public Principal requireUser() {
        return Objects.requireNonNull(user, () -> operation.id() + " is handled without a login");
    }

    /**
     * Returns a path parameter.
     *
     * @throws NullPointerException when the path has no parameter of this name
     */
    public String text(String name) {
        return Objects.requireNonNull(path.get(name), () -> operation.id() + " has no {" + name + "} in its path");
    }

    /**
     * Returns a path parameter that the contract declares as an integer.
     *
     * @throws NullPointerException when the path has no parameter of this name
     */
    public long number(String name) {
        return Long.parseLong(text(name));
    }

    /** Returns a query parameter; empty if it was not sent. */
    public Optional<String> queried(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /**
     * Returns a query parameter that the contract declares as an integer; empty if it was not sent.
     */
    public OptionalLong queriedNumber(String name) {
        String value = query.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Integers.parse(value));
    }

    /**
     * Returns a header parameter that the contract declares as an integer; empty if it was not
     * sent.
     */
    public OptionalLong headerNumber(String name) {
        String value = headers.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Integers.parse(value));
    }
}
