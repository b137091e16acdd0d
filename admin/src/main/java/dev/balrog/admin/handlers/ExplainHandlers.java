// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.simulation.RuleChange;
import dev.balrog.core.decision.Explainer;
import dev.balrog.core.decision.Explanation;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateTarget;
import dev.balrog.store.snapshot.RequestData;
import java.util.List;

/** Handler of explanations of update responses. */
final class ExplainHandlers {
    private final ChangeEngine engine;
    private final Explainer explainer;

    ExplainHandlers(ChangeEngine engine, UrlPolicy urlPolicy) {
        this.engine = engine;
        this.explainer = new Explainer(urlPolicy);
    }

    Reply explain(Call call) {
        UpdateTarget target = Bodies.updateTarget(call.body());
        UpdateRequest request = target.request();
        boolean scheduled = call.body().path("scheduled_changes").asBoolean(false);
        Read read = engine.read(reading -> {
            List<RuleChange> changes = scheduled ? reading.scheduledRuleChanges() : List.of();
            return new Read(changes, reading.answering(request, changes));
        });
        Explanation explanation = explainer.explain(read.data.snapshot(), target.format(), request);
        return Reply.json(new ExplanationJson(explanation, read.changes, read.data.problems()).toJson());
    }

    private record Read(List<RuleChange> changes, RequestData data) {}
}
