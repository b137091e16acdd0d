// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.RuleChange;
import dev.balrog.core.decision.Explainer;
import dev.balrog.core.decision.Explanation;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.service.RequestTarget;
import dev.balrog.store.snapshot.RequestData;
import java.util.List;
import java.util.TreeSet;

/** Handler of explanations of update responses. */
final class ExplainHandlers {
    private final ChangeEngine engine;
    private final Explainer explainer;

    ExplainHandlers(ChangeEngine engine, UrlPolicy urlPolicy) {
        this.engine = engine;
        this.explainer = new Explainer(urlPolicy);
    }

    Reply explain(Call call) {
        RequestTarget target = target(Bodies.requireText(call.body(), "url"));
        UpdateUrl url = url(target);
        UpdateRequest request = url.read(target.segments(), target.query(), null);
        boolean scheduled = call.body().path("scheduled_changes").asBoolean(false);
        Read read = engine.read(reading -> {
            List<RuleChange> changes = scheduled ? reading.scheduledRuleChanges() : List.of();
            return new Read(changes, reading.answering(request, changes));
        });
        Explanation explanation = explainer.explain(read.data.snapshot(), url.format(), request);
        return Reply.json(new ExplanationJson(explanation, read.changes, read.data.problems()).toJson());
    }

    private record Read(List<RuleChange> changes, RequestData data) {}

    /**
     * Returns the request target that a client sends for a URL: non-ASCII characters as bytes of
     * UTF-8.
     */
    private static RequestTarget target(String pasted) {
        return RequestTarget.parse(new String(pasted.strip().getBytes(UTF_8), ISO_8859_1));
    }

    private static UpdateUrl url(RequestTarget target) {
        UpdateUrl url = UpdateUrl.of(target.segments());
        if (url == null) {
            throw Rejections.bad("This is not an update URL. Expected one such as"
                    + " https://aus5.mozilla.org/update/6/Firefox/128.0/20240701000000/Linux_x86_64-gcc3/de/release/"
                    + "Linux%206.8/ISET:SSE4_2,MEM:16000/default/default/update.xml?force=1, or the path of one:"
                    + " /update/1/ to /update/6/ up to /update.xml, /json/1/ or /json/2/ up to /update.json, with"
                    + " all fields in between.");
        }
        TreeSet<String> unknown = new TreeSet<>(target.query().keySet());
        unknown.removeAll(url.parameters());
        if (!unknown.isEmpty()) {
            throw Rejections.bad("The public app rejects this URL because of its query: " + String.join(", ", unknown)
                    + " is unknown. Expected any of "
                    + String.join(", ", new TreeSet<>(url.parameters())) + ".");
        }
        if (UpdateUrl.hasEmptyPin(target.query())) {
            throw Rejections.bad("The public app rejects this URL because of its query: the pin is empty. Expected a"
                    + " version such as 115. or 115.3., or no pin at all.");
        }
        return url;
    }
}
