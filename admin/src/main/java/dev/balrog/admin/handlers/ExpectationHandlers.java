// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.expectation.Expectation;
import dev.balrog.core.expectation.ExpectationCheckJson;
import dev.balrog.core.expectation.ExpectationEvaluator;
import dev.balrog.core.expectation.ExpectationReader;
import dev.balrog.core.expectation.ExpectationResult;
import dev.balrog.core.expectation.InvalidExpectationException;
import dev.balrog.core.release.UrlPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks of expectations before and after changes that are not made. */
final class ExpectationHandlers {
    private final SimulationHandlers simulations;
    private final UrlPolicy urlPolicy;

    ExpectationHandlers(SimulationHandlers simulations, UrlPolicy urlPolicy) {
        this.simulations = simulations;
        this.urlPolicy = urlPolicy;
    }

    Reply check(Call call) throws InterruptedException {
        JsonNode body = call.body();
        List<SimulatedChange> changes = SimulationHandlers.changes(body);
        // Read first, so that a wrong expectation is reported at once.
        List<Expectation> expectations = read(body);
        ObjectNode report = simulations.limited(changes, data -> {
            SimulationHandlers.Deadline deadline = new SimulationHandlers.Deadline();
            ExpectationEvaluator evaluator = new ExpectationEvaluator(urlPolicy);
            List<ExpectationResult> before =
                    evaluate(expectations, expectation -> evaluator.evaluate(data.before(), expectation), deadline);
            List<ExpectationResult> after = changes.isEmpty()
                    ? before
                    : evaluate(
                            expectations,
                            expectation -> evaluator.evaluate(data.before(), data.after(), expectation),
                            deadline);
            return ExpectationCheckJson.of(before, after);
        });
        return Reply.json(report);
    }

    private static List<ExpectationResult> evaluate(
            List<Expectation> expectations,
            Function<Expectation, ExpectationResult> evaluation,
            SimulationHandlers.Deadline deadline) {
        List<ExpectationResult> results = new ArrayList<>();
        for (Expectation expectation : expectations) {
            if (deadline.isPast()) {
                throw SimulationHandlers.tooLong("The check", "expectations");
            }
            results.add(evaluation.apply(expectation));
        }
        return results;
    }

    private static List<Expectation> read(JsonNode body) {
        try {
            ObjectNode document = Bodies.only(body, List.of("expectations"));
            return ExpectationReader.readAll(document);
        } catch (InvalidExpectationException invalid) {
            throw Rejections.bad(invalid.pointer() + ": " + invalid.getMessage());
        }
    }
}
