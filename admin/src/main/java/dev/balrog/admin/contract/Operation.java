// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.util.List;
import java.util.Optional;

/**
 * Something that a request can ask of the admin API.
 *
 * @param id its {@code operationId}, such as {@code createRule}
 * @param method HTTP method, in capitals
 * @param path where it is
 * @param parameters what its path and query may hold, in the order of the contract
 * @param body what its body must be; empty where a body is ignored
 * @param bodyRequired whether there has to be a body
 * @param login whether a user has to be known
 * @param loginFirst whether the user is asked for before the request is looked at any closer
 * @param metric its name for StatsD, after {@code endpoint_}
 */
public record Operation(
        String id,
        String method,
        PathTemplate path,
        List<Parameter> parameters,
        Optional<ValueSchema> body,
        boolean bodyRequired,
        boolean login,
        boolean loginFirst,
        String metric) {

    public Operation {
        parameters = List.copyOf(parameters);
    }
}
