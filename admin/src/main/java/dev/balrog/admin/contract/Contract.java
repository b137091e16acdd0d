// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Operations of the admin API, and the routing of requests to them. */
public final class Contract {
    private static final String PREFIX = "api";

    private final ContractDocument document;
    private final List<Operation> operations;

    /** Result of routing a request. */
    public sealed interface Match {
        /**
         * Match of an operation.
         *
         * @param arguments path parameters by name
         */
        record Found(Operation operation, Map<String, String> arguments) implements Match {}

        /**
         * Match of a path, but not of its methods.
         *
         * @param allowed methods that the path allows, including HEAD and OPTIONS
         */
        record OtherMethod(SortedSet<String> allowed) implements Match {}

        /** No match. */
        record Unknown() implements Match {}
    }

    private Contract(ContractDocument document, List<Operation> operations) {
        this.document = document;
        this.operations = operations;
    }

    /** Loads the contract that is bundled with this module. */
    public static Contract load() {
        ContractDocument document = ContractDocument.read();
        List<Operation> operations = new ContractReader(document)
                .operations().stream()
                        .sorted(Comparator.comparing(Operation::path))
                        .toList();
        return new Contract(document, operations);
    }

    /** Returns the OpenAPI document of the contract. */
    public ContractDocument document() {
        return document;
    }

    public List<Operation> operations() {
        return operations;
    }

    /**
     * Routes a request. A more specific path wins; HEAD is handled as GET without the body.
     *
     * @param method HTTP method
     * @param segments decoded segments of the path; a leading {@code api} is ignored
     */
    public Match match(String method, List<String> segments) {
        List<String> path = segments.size() > 1 && segments.getFirst().equals(PREFIX)
                ? segments.subList(1, segments.size())
                : segments;
        String wanted = method.equals("HEAD") ? "GET" : method;
        List<Operation> others = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.path().length() != path.size()) {
                continue;
            }
            @Nullable Map<String, String> arguments = operation.path().match(path);
            if (arguments == null) {
                continue;
            }
            if (operation.method().equals(wanted)) {
                return new Match.Found(operation, arguments);
            }
            others.add(operation);
        }
        return others.isEmpty() ? new Match.Unknown() : new Match.OtherMethod(methods(others));
    }

    private static SortedSet<String> methods(List<Operation> operations) {
        SortedSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
        for (Operation operation : operations) {
            methods.add(operation.method());
            if (operation.method().equals("GET")) {
                methods.add("HEAD");
            }
        }
        return methods;
    }
}
