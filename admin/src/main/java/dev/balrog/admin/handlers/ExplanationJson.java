// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.simulation.RuleChange;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.decision.Explanation;
import dev.balrog.core.decision.Explanation.Outcome;
import dev.balrog.core.decision.UpdateAnswer;
import dev.balrog.core.request.Force;
import dev.balrog.core.rule.Candidate;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON of an explanation in the API. */
final class ExplanationJson {
    /** Most candidate rules in a response; more than any product has had. */
    private static final int MOST_CANDIDATES = 1000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Explanation explanation;
    private final List<RuleChange> changes;
    private final Map<Long, RuleChange> changeOfRule = new HashMap<>();
    private final Map<String, String> problems;
    private final ExplanationText text;

    /**
     * Creates the representation of an explanation.
     *
     * @param changes scheduled changes that are treated as enacted
     * @param problems reasons why releases can't be read, by name
     */
    ExplanationJson(Explanation explanation, List<RuleChange> changes, Map<String, String> problems) {
        this.explanation = explanation;
        this.changes = changes;
        this.problems = problems;
        changes.forEach(change -> changeOfRule.put(change.ruleId(), change));
        this.text = new ExplanationText(explanation, changeOfRule, problems);
    }

    ObjectNode toJson() {
        ObjectNode json = NODES.objectNode();
        json.set("request", request());
        ArrayNode applied = json.putArray("scheduled_changes");
        changes.forEach(change -> identify(applied.addObject(), change.ruleId())
                .put("change_type", change.type().text()));
        json.setAll(outcome(explanation.outcome(), false));
        json.set(
                "otherwise",
                explanation.leftOut().map(other -> outcome(other, true)).orElse(null));
        Rule rule = explanation.rule().orElse(null);
        if (rule == null) {
            json.putNull("rule").putNull("scheduled_change");
        } else {
            ObjectNode identity = identify(NODES.objectNode(), rule.id());
            json.set("rule", identity.get("rule_id"));
            json.set("scheduled_change", identity.get("scheduled_change"));
        }
        json.put("mapping", rule == null ? null : rule.mapping());
        json.put("fallback", rule == null ? null : rule.fallbackMapping());
        json.put("background_rate", rule == null ? null : rule.backgroundRate());
        json.set(
                "shutoff",
                explanation
                        .shutoff()
                        .map(shutoff -> NODES.objectNode()
                                .put("product", shutoff.product())
                                .put("channel", shutoff.channel()))
                        .orElse(null));
        json.set(
                "pin",
                explanation
                        .pin()
                        .map(pin -> NODES.objectNode()
                                .put("version", pin.version())
                                .put("mapping", pin.mapping().orElse(null)))
                        .orElse(null));
        json.put("candidate_count", explanation.candidates().size());
        ArrayNode candidates = json.putArray("candidates");
        explanation.candidates().stream().limit(MOST_CANDIDATES).forEach(rated -> candidates.add(candidate(rated)));
        return json;
    }

    private ObjectNode request() {
        ObjectNode request = NODES.objectNode();
        for (Condition condition : Condition.values()) {
            put(request, condition.column(), condition.of(explanation.request()));
        }
        Force force = explanation.request().force();
        request.put("force", force == Force.NONE ? null : force.queryValue());
        return request.put("pin", explanation.request().pin());
    }

    private ObjectNode outcome(Outcome outcome, boolean leftOut) {
        UpdateAnswer answer = outcome.answer();
        Decision decision = outcome.decision().orElse(null);
        ObjectNode json = NODES.objectNode();
        json.put("outcome", text.kind(outcome).text);
        json.put("sentence", text.sentence(outcome, leftOut));
        json.put(
                "release",
                decision instanceof Decision.Update update ? update.release().name() : null);
        json.set(
                "missing_release",
                outcome.missing()
                        .map(name -> NODES.objectNode().put("name", name).put("problem", problems.get(name)))
                        .orElse(null));
        json.putObject("answer")
                .put("status", answer.status())
                .put("content_type", answer.contentType())
                .put("body", answer.body());
        return json;
    }

    private ObjectNode candidate(Candidate candidate) {
        Rule rule = candidate.rule();
        ObjectNode json = identify(NODES.objectNode(), rule.id());
        json.put("alias", rule.alias());
        json.put("priority", rule.priority());
        json.put("mapping", rule.mapping());
        ExplanationText.Reason reason = text.reason(candidate);
        json.put("matched", reason == null);
        if (reason == null) {
            return json.putNull("reason");
        }
        ObjectNode why = json.putObject("reason").put("field", reason.field());
        put(why, "rule_value", reason.ruleValue());
        put(why, "request_value", reason.requestValue());
        why.put("sentence", reason.sentence());
        return json;
    }

    /**
     * Adds the id of a rule. A rule that is not inserted yet has no id, but a scheduled change that
     * inserts it.
     */
    private ObjectNode identify(ObjectNode json, long ruleId) {
        RuleChange change = changeOfRule.get(ruleId);
        boolean inserted = change != null && change.type() == ChangeType.INSERT;
        json.put("rule_id", inserted ? null : (Long) ruleId);
        return json.put("scheduled_change", change == null ? null : (Integer) change.scheduledChange());
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        switch (value) {
            case null -> json.putNull(field);
            case Boolean flag -> json.put(field, flag);
            case Integer number -> json.put(field, number);
            case Long number -> json.put(field, number);
            default -> json.put(field, value.toString());
        }
    }
}
