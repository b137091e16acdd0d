// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The admin API: which operations there are, and which of them a request asks for. */
public final class Contract {
    private static final String PREFIX = "api";

    private final ContractDocument document;
    private final List<Operation> operations;

    /** What a request asks for. */
    public sealed interface Match {
        /**
         * An operation.
         *
         * @param arguments what the path says, by name
         */
        record Found(Operation operation, Map<String, String> arguments) implements Match {}

        /**
         * Something that can't be done to what is there.
         *
         * @param allowed the methods that can be, HEAD and OPTIONS among them
         */
        record OtherMethod(SortedSet<String> allowed) implements Match {}

        /** Nothing that is there. */
        record Unknown() implements Match {}
    }

    private Contract(ContractDocument document, List<Operation> operations) {
        this.document = document;
        this.operations = operations;
    }

    /** Reads the contract that comes with this module. */
    public static Contract load() {
        ContractDocument document = ContractDocument.read();
        List<Operation> operations = new ContractReader(document)
                .operations().stream()
                        .sorted(Comparator.comparing(Operation::path))
                        .toList();
        return new Contract(document, operations);
    }

    /** The text of the contract. */
    public ContractDocument document() {
        return document;
    }

    /** All operations. */
    public List<Operation> operations() {
        return operations;
    }

    /**
     * Finds out what a request asks for. A more definite path wins; HEAD is GET without the body.
     *
     * @param method HTTP method
     * @param segments of the path, decoded; a leading {@code api} counts for nothing
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
