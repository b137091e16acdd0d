// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.plan.DesiredState;
import dev.balrog.cli.plan.Plan;
import dev.balrog.client.BalrogClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Files of desired rules and expectations, and how they are compared and shown. */
final class PlanOptions {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files of rules and expectations, in YAML or JSON; docs/change-sets.md describes them.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--prune",
            description = "Delete rules and expectations of the server that are in none of the files: of the products"
                    + " that the files name, or of all.")
    private boolean prune;

    /** Compares the files with the server. */
    Plan plan(BalrogClient client) {
        return Plan.of(
                DesiredState.read(files),
                client.rules().list(),
                client.expectations().list(),
                prune);
    }

    static List<ObjectNode> changes(Plan plan) {
        return plan.changes().stream().map(Plan.Change::toJson).toList();
    }

    /** Prints the differences for users. */
    static void print(Plan plan, Output out) {
        for (Plan.Change change : plan.changes()) {
            out.line(change.type().apiName() + " " + change.name());
            ChangeReview.printDifferences(Difference.replacing(change.before(), change.after()), out);
        }
        if (!plan.changes().isEmpty()) {
            Map<String, Long> counts = plan.changes().stream()
                    .collect(Collectors.groupingBy(
                            change -> change.type().apiName(), TreeMap::new, Collectors.counting()));
            out.line("");
            out.line(plan.changes().size() + (plan.changes().size() == 1 ? " change: " : " changes: ")
                    + counts.entrySet().stream()
                            .map(count -> count.getValue() + " to " + count.getKey())
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        if (!plan.unmanaged().isEmpty()) {
            out.line("In none of the files, and left as they are; --prune deletes them: "
                    + plan.unmanaged().stream().map(rule -> "rule " + rule.id()).collect(Collectors.joining(", "))
                    + ".");
        }
    }

    /** Returns signoffs by role in words. */
    static String signoffs(Map<String, Long> byRole) {
        return new TreeMap<>(byRole)
                .entrySet().stream()
                        .map(role -> role.getValue() + " of " + role.getKey())
                        .collect(Collectors.joining(", "));
    }
}
