// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.util.List;
import java.util.Optional;

/**
 * Operation of the admin API.
 *
 * @param id its {@code operationId}, such as {@code createRule}
 * @param method HTTP method, in capitals
 * @param path path template
 * @param parameters path, query and header parameters, in the order of the contract
 * @param body schema of the request body; empty if a body is ignored
 * @param bodyRequired whether the body is required
 * @param login whether the operation needs a login
 * @param loginFirst whether authentication comes before validation of the request
 * @param metric name for StatsD, after {@code endpoint_}
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
