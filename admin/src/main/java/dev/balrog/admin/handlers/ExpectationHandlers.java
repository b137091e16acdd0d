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
import dev.balrog.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
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
            List<ExpectationResult> before = evaluate(data.before(), data.before(), expectations, deadline);
            List<ExpectationResult> after =
                    changes.isEmpty() ? before : evaluate(data.before(), data.after(), expectations, deadline);
            return ExpectationCheckJson.of(before, after);
        });
        return Reply.json(report);
    }

    private List<ExpectationResult> evaluate(
            Snapshot before, Snapshot after, List<Expectation> expectations, SimulationHandlers.Deadline deadline) {
        ExpectationEvaluator evaluator = new ExpectationEvaluator(urlPolicy);
        List<ExpectationResult> results = new ArrayList<>();
        for (Expectation expectation : expectations) {
            if (deadline.isPast()) {
                throw SimulationHandlers.tooLong("The check", "expectations");
            }
            results.add(evaluator.evaluate(before, after, expectation));
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
