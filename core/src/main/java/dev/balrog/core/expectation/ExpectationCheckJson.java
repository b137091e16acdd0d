// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Results of expectations before and after changes, in the form of the API and of commands. */
public final class ExpectationCheckJson {
    private ExpectationCheckJson() {}

    /**
     * Returns the results as JSON. An expectation counts as broken if it was held before and is not
     * after: what was broken before must not get in the way of a repair.
     *
     * @param before the results before the changes
     * @param after the results after the changes, in the same order
     */
    public static ObjectNode of(List<ExpectationResult> before, List<ExpectationResult> after) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode broken = json.putArray("broken");
        ArrayNode expectations = json.putArray("expectations");
        for (int i = 0; i < after.size(); i++) {
            ExpectationResult earlier = before.get(i);
            ExpectationResult later = after.get(i);
            Expectation expectation = later.expectation();
            if (earlier.isHeld() && !later.isHeld()) {
                broken.add(expectation.name());
            }
            ObjectNode checked = describe(expectations.addObject(), expectation);
            put(checked.putObject("before"), earlier);
            put(checked.putObject("after"), later);
        }
        return json;
    }

    /** Returns the results of broken expectations as JSON. */
    public static ArrayNode broken(List<ExpectationResult> results) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        results.forEach(result -> put(describe(json.addObject(), result.expectation()), result));
        return json;
    }

    private static ObjectNode describe(ObjectNode json, Expectation expectation) {
        return json.put("name", expectation.name())
                .put("description", expectation.description())
                .put("expected", expectation.outcome().description())
                .put("requests", expectation.requests().size());
    }

    private static void put(ObjectNode json, ExpectationResult result) {
        json.put("held", result.isHeld()).put("broken_requests", result.broken());
        ArrayNode examples = json.putArray("examples");
        for (BrokenRequest request : result.examples()) {
            examples.addObject()
                    .put("url", request.target())
                    .put("rollout", request.side().text())
                    .put("actual", request.actual())
                    .put("rule", request.rule().orElse(null));
        }
    }
}
