// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Answers.Gathered;
import dev.balrog.core.decision.Answers.JsonAnswer;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.release.Superblob;
import dev.balrog.core.release.XmlAnswer;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.publicapp.PublicAnswer.Header;
import dev.balrog.publicapp.PublicMetrics.Phase;
import java.util.List;
import java.util.Map;

/** From an update request to its answer, all in memory. */
final class UpdateAnswers {
    /** What a path under {@code /update} is answered that is of no known kind, since old clients take no error well. */
    static final PublicAnswer NO_UPDATE = PublicAnswer.of(200, PublicAnswer.XML, XmlAnswer.EMPTY);

    private static final PublicAnswer NO_JSON_UPDATE = PublicAnswer.of(404, PublicAnswer.HTML, "");
    private static final String RULE_ID = "Rule-ID";
    private static final String RULE_DATA_VERSION = "Rule-Data-Version";
    private static final List<Header> UNKNOWN_RULE =
            List.of(new Header(RULE_ID, "unknown"), new Header(RULE_DATA_VERSION, "unknown"));

    private final Decider decider;
    private final Answers answers;
    private final PublicMetrics metrics;

    UpdateAnswers(Decider decider, Answers answers, PublicMetrics metrics) {
        this.decider = decider;
        this.answers = answers;
        this.metrics = metrics;
    }

    /** The answer to a request; never fails. */
    PublicAnswer answer(Snapshot snapshot, UpdateUrl.Format format, UpdateRequest request) {
        try {
            return switch (format) {
                case XML -> xml(snapshot, request);
                case JSON -> json(snapshot, request);
            };
        } catch (BadDataException e) {
            return PublicAnswer.of(400, PublicAnswer.TEXT, escape(String.valueOf(e.getMessage())));
        }
    }

    private PublicAnswer xml(Snapshot snapshot, UpdateRequest request) {
        long start = metrics.now();
        Decision decision = decider.decide(snapshot, request);
        long decided = metrics.phaseEnded(Phase.EVALUATE_RULES, start);
        String body = switch (decision) {
            case Decision.NoUpdate none -> XmlAnswer.EMPTY;
            case Decision.Update update -> xml(snapshot, request, update, decided);
        };
        return new PublicAnswer(200, PublicAnswer.XML, body, ruleHeaders(decision));
    }

    private String xml(Snapshot snapshot, UpdateRequest request, Decision.Update update, long decided) {
        Gathered gathered = answers.gather(snapshot, request, update);
        long ready = decided;
        if (gathered.frame() instanceof Superblob superblob) {
            boolean ofProducts = !superblob.products().isEmpty();
            ready = metrics.phaseEnded(
                    ofProducts ? Phase.PROCESS_RESPONSE_PRODUCTS : Phase.PROCESS_RESPONSE_BLOBS, decided);
        }
        String body = answers.xml(gathered);
        metrics.phaseEnded(Phase.MAKE_RESPONSE, ready);
        return body;
    }

    private PublicAnswer json(Snapshot snapshot, UpdateRequest request) {
        long start = metrics.now();
        Decision decision = decider.decide(snapshot, request);
        long decided = metrics.phaseEnded(Phase.EVALUATE_JSON_RULES, start);
        return switch (answers.json(snapshot, request, decision)) {
            case JsonAnswer.None none -> NO_JSON_UPDATE;
            case JsonAnswer.Found(var update) -> {
                String body = JsonText.of(update.<Object>map(found -> found).orElse(Map.of()));
                metrics.phaseEnded(Phase.MAKE_JSON_RESPONSE, decided);
                yield new PublicAnswer(200, PublicAnswer.JSON, body, ruleHeaders(decision));
            }
        };
    }

    private static List<Header> ruleHeaders(Decision decision) {
        if (decision.decidedBy().isEmpty()) {
            return UNKNOWN_RULE;
        }
        Rule rule = decision.decidedBy().get();
        return List.of(
                new Header(RULE_ID, Long.toString(rule.id())),
                new Header(RULE_DATA_VERSION, Integer.toString(rule.dataVersion())));
    }

    /** The message holds what the client sent, so that no browser may take it for HTML. */
    private static String escape(String message) {
        return message.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
