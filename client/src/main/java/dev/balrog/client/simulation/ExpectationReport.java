// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

import dev.balrog.client.transport.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Results of expectations before and after changes; the same on both sides where there are none.
 *
 * @param expectations the expectations, in the order of the request
 * @param broken names of those that the changes break
 * @param json the whole report
 */
public record ExpectationReport(List<CheckedExpectation> expectations, List<String> broken, JsonNode json) {
    public ExpectationReport {
        expectations = List.copyOf(expectations);
        broken = List.copyOf(broken);
    }

    /**
     * Expectation with its results.
     *
     * @param description reason for it; empty for none
     * @param expected the outcome that it demands, as a noun phrase
     * @param requests number of its requests
     */
    public record CheckedExpectation(
            String name, String description, String expected, long requests, Side before, Side after) {}

    /**
     * Result on one side of the changes.
     *
     * @param held whether all requests have the outcome
     * @param broken number of requests that do not
     * @param examples some of them
     */
    public record Side(boolean held, long broken, List<Example> examples) {
        public Side {
            examples = List.copyOf(examples);
        }
    }

    /**
     * Request that does not have the outcome.
     *
     * @param url its request target
     * @param rollout {@code in} or {@code out}: side of the background rate
     * @param actual the outcome that it has, as a noun phrase
     * @param rule id of the rule that decided; null where none did
     */
    public record Example(
            String url,
            String rollout,
            String actual,
            @Nullable Long rule) {}

    /** Reads a report in the form of the API. */
    public static ExpectationReport of(JsonNode json) {
        return new ExpectationReport(
                Fields.list(json.path("expectations"), ExpectationReport::expectation),
                Fields.list(json.path("broken"), JsonNode::asString),
                json);
    }

    private static CheckedExpectation expectation(JsonNode json) {
        return new CheckedExpectation(
                Fields.text(json, "name"),
                Fields.text(json, "description"),
                Fields.text(json, "expected"),
                Fields.number(json, "requests"),
                side(json.path("before")),
                side(json.path("after")));
    }

    private static Side side(JsonNode json) {
        return new Side(
                Fields.truth(json, "held"),
                Fields.number(json, "broken_requests"),
                Fields.list(json.path("examples"), ExpectationReport::example));
    }

    private static Example example(JsonNode json) {
        return new Example(
                Fields.text(json, "url"),
                Fields.text(json, "rollout"),
                Fields.text(json, "actual"),
                Fields.numberOrNull(json, "rule"));
    }
}
