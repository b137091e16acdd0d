// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.simulation.RuleChange;
import dev.balrog.core.decision.Decision.NoUpdate;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.decision.Explanation;
import dev.balrog.core.decision.Explanation.Outcome;
import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.XmlAnswer;
import dev.balrog.core.request.Force;
import dev.balrog.core.rule.Candidate;
import dev.balrog.core.rule.Candidate.Verdict;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.verify.Finding;
import dev.balrog.core.verify.ResponseVerifier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Sentences that explain the response to an update request. */
final class ExplanationText {
    private static final int REFUSED = 400;

    private final Explanation explanation;
    private final Map<Long, RuleChange> changes;
    private final Map<String, String> problems;
    /**
     * Verifier that only checks for a file: forbidden URLs are removed from the response before.
     */
    private final ResponseVerifier verifier =
            new ResponseVerifier(DomainAllowlist.of(JsonNodeFactory.instance.objectNode()));

    /**
     * Creates the sentences of an explanation.
     *
     * @param changes scheduled changes that are treated as enacted, by rule
     * @param problems reasons why releases can't be read, by name
     */
    ExplanationText(Explanation explanation, Map<Long, RuleChange> changes, Map<String, String> problems) {
        this.explanation = explanation;
        this.changes = changes;
        this.problems = problems;
    }

    /** Kind of outcome in the API. */
    enum Kind {
        /** Update to a release. */
        UPDATE("update"),
        /** No update. */
        NO_UPDATE("no_update"),
        /** Error in the request or in the data. */
        ERROR("error");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    Kind kind(Outcome outcome) {
        if (outcome.answer().status() == REFUSED) {
            return Kind.ERROR;
        }
        return outcome.decision().orElse(null) instanceof Update ? Kind.UPDATE : Kind.NO_UPDATE;
    }

    /**
     * Returns the outcome and its reason.
     *
     * @param leftOut whether the outcome is for requests outside the rollout
     */
    String sentence(Outcome outcome, boolean leftOut) {
        if (explanation.shutoff().isPresent()) {
            return shutOff() + ": nothing is offered, whatever the rules say.";
        }
        String refused =
                "is rejected with status " + REFUSED + ": " + outcome.answer().body();
        boolean isRefused = kind(outcome) == Kind.ERROR;
        if (explanation.rule().isEmpty()) {
            return isRefused ? "The request " + refused : "No rule applies: nothing is offered.";
        }
        Rule rule = explanation.rule().get();
        String predicate = isRefused ? refused : predicate(rule, outcome);
        return capitalized(name(rule)) + " applies: " + subject(rule, leftOut) + " " + predicate
                + (isRefused ? "" : ".");
    }

    private String shutOff() {
        return explanation
                .shutoff()
                .map(shutoff ->
                        "Updates of " + shutoff.product() + " on the channel " + shutoff.channel() + " are shut off")
                .orElseThrow();
    }

    private String subject(Rule rule, boolean leftOut) {
        if (explanation.leftOut().isEmpty()) {
            return "the request";
        }
        Integer rate = rule.backgroundRate();
        if (rate == null || rate == 0 || rate == RolloutSampler.SAMPLES) {
            return "a request that the background rates of the rules for the parts of the response "
                    + (leftOut ? "leave out" : "reach");
        }
        return "a request that the background rate of " + rate + " % " + (leftOut ? "leaves out" : "reaches");
    }

    private String predicate(Rule rule, Outcome outcome) {
        return switch (outcome.decision().orElseThrow()) {
            case Update(var decider, var release) ->
                "is offered " + release.name() + role(rule, release.name()) + discarded(outcome);
            case NoUpdate(var decider, var reason, var missing) ->
                switch (reason) {
                    case SHUT_OFF, NO_RULE_APPLIES -> "is offered nothing";
                    case NO_MAPPING -> "is offered nothing, because the rule has no mapping";
                    case THROTTLED -> "is offered nothing, because " + throttled(rule);
                    case NO_SUCH_RELEASE -> "is offered nothing, because " + missing(outcome);
                    case INCOMPLETE_SUPERBLOB ->
                        "is offered nothing, because the superblob is incomplete: " + missing(outcome);
                    case NOT_NEWER ->
                        "is offered nothing, because it already has that version or a newer one, or"
                                + " because the release has nothing for its platform";
                };
        };
    }

    /**
     * Returns a note if the response is withheld, or if clients discard it because it has no file.
     */
    private String discarded(Outcome outcome) {
        String body = outcome.answer().body();
        if (body.equals(XmlAnswer.EMPTY)) {
            return ", but the response is withheld, because it is unsafe";
        }
        String product = explanation.request().product();
        List<Finding> findings =
                body.startsWith("{") ? verifier.verifyJson(body, product) : verifier.verifyXml(body, product);
        return findings.stream().anyMatch(Finding.NoFile.class::isInstance)
                ? ", but without a file for the request, so clients discard the update"
                : "";
    }

    private String role(Rule rule, String release) {
        if (release.equals(rule.mapping())) {
            return "";
        }
        if (release.equals(rule.fallbackMapping())) {
            return ", the fallback mapping";
        }
        return explanation
                .pin()
                .map(pin -> ", the release for clients that are pinned to " + pin.version())
                .orElse("");
    }

    private String throttled(Rule rule) {
        if (explanation.request().force() == Force.FALLBACK_MAPPING) {
            return "it asks for the fallback mapping, which the rule does not have";
        }
        return explanation.leftOut().isPresent()
                ? "the rule has no fallback mapping"
                : "the background rate is " + Objects.requireNonNullElse(rule.backgroundRate(), 0)
                        + " % and the rule has no fallback mapping";
    }

    private String missing(Outcome outcome) {
        String name = outcome.missing().orElseThrow();
        String problem = problems.get(name);
        return problem == null ? "there is no release " + name : "the release " + name + " can't be read: " + problem;
    }

    /**
     * Reason why a rule does not apply.
     *
     * @param field name of the column that decides; null for none
     */
    record Reason(
            @Nullable String field,
            @Nullable Object ruleValue,
            @Nullable Object requestValue,
            String sentence) {}

    /** Returns the first reason why a rule does not apply; null if it applies. */
    @Nullable
    Reason reason(Candidate candidate) {
        Rule rule = candidate.rule();
        return switch (candidate.verdict()) {
            case Verdict.Mismatch(Condition condition) -> mismatch(condition, rule);
            case Verdict.Unclear(String problem) ->
                new Reason(
                        Condition.VERSION.column(),
                        rule.version(),
                        explanation.request().version(),
                        "Whether the rule applies can't be determined, so the request is rejected: " + problem);
            case Verdict.Satisfied() -> outranked(rule);
        };
    }

    private Reason mismatch(Condition condition, Rule rule) {
        Object wanted = rule.get(condition);
        Object given = condition.of(explanation.request());
        String told = given == null || given.equals("") ? "does not send one" : "has " + quoted(given);
        return new Reason(
                condition.column(),
                wanted,
                given,
                "The rule is for " + condition.column() + " " + quoted(wanted) + ", the request " + told + ".");
    }

    private @Nullable Reason outranked(Rule rule) {
        String satisfied = "All conditions are satisfied, but ";
        if (explanation.shutoff().isPresent()) {
            return new Reason(null, null, null, satisfied + decapitalized(shutOff()) + ".");
        }
        if (explanation.rule().isEmpty()) {
            return new Reason(null, null, null, satisfied + "the request is rejected because of another rule.");
        }
        Rule applying = explanation.rule().get();
        if (applying.id() == rule.id()) {
            return null;
        }
        String ahead = Objects.equals(applying.priority(), rule.priority())
                ? " has the same priority and comes first."
                : " has a higher priority.";
        return new Reason("priority", rule.priority(), null, satisfied + name(applying) + ahead);
    }

    /** Returns the name of a rule. A rule that is not inserted yet has no id. */
    private String name(Rule rule) {
        RuleChange change = changes.get(rule.id());
        return change != null && change.type() == ChangeType.INSERT
                ? "the rule of scheduled change " + change.scheduledChange()
                : "rule " + rule.id();
    }

    private static String quoted(@Nullable Object value) {
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String decapitalized(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
