// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Handlers by operation. */
public final class Handlers {
    private final Map<String, Handler> byOperation;

    private Handlers(Map<String, Handler> byOperation) {
        this.byOperation = byOperation;
    }

    /**
     * Binds handlers to the operations of a contract.
     *
     * @param byOperation handlers by {@code operationId}
     * @throws IllegalArgumentException when operations have no handler, or handlers have no
     *     operation; the message names them
     */
    public static Handlers bind(Contract contract, Map<String, Handler> byOperation) {
        Set<String> operations =
                contract.operations().stream().map(Operation::id).collect(Collectors.toSet());
        Set<String> missing = without(operations, byOperation.keySet());
        Set<String> unknown = without(byOperation.keySet(), operations);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException("The handlers do not match the contract: "
                    + (missing.isEmpty() ? "" : "no handler for " + String.join(", ", missing))
                    + (missing.isEmpty() || unknown.isEmpty() ? "" : "; ")
                    + (unknown.isEmpty() ? "" : "no operation for the handler of " + String.join(", ", unknown))
                    + ".");
        }
        return new Handlers(Map.copyOf(byOperation));
    }

    /** Returns the handler of an operation of the contract. */
    public Handler of(Operation operation) {
        return Objects.requireNonNull(byOperation.get(operation.id()), operation::id);
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }
}
