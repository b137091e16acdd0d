// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.BadDataException;
import dev.balrog.core.BadReleaseException;
import dev.balrog.core.BadRuleException;
import dev.balrog.core.UnsafeReleaseException;
import dev.balrog.core.decision.AnswerOutcome.Decided;
import dev.balrog.core.decision.AnswerOutcome.Failed;
import dev.balrog.core.decision.AnswerOutcome.Fault;
import dev.balrog.core.decision.Answers.Gathered;
import dev.balrog.core.decision.Answers.JsonAnswer;
import dev.balrog.core.decision.UpdateAnswer.Header;
import dev.balrog.core.release.Superblob;
import dev.balrog.core.release.XmlAnswer;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes the response to an update request, in memory only. */
public final class UpdateAnswers {
    /**
     * Response to unknown kinds of paths below {@code /update}, since old clients don't handle
     * errors well.
     */
    public static final UpdateAnswer NO_UPDATE = UpdateAnswer.of(200, UpdateAnswer.XML, XmlAnswer.EMPTY);

    private static final UpdateAnswer NO_JSON_UPDATE = UpdateAnswer.of(404, UpdateAnswer.HTML, "");
    private static final String RULE_ID = "Rule-ID";
    private static final String RULE_DATA_VERSION = "Rule-Data-Version";
    private static final List<Header> UNKNOWN_RULE =
            List.of(new Header(RULE_ID, "unknown"), new Header(RULE_DATA_VERSION, "unknown"));

    private final Decider decider;
    private final Answers answers;
    private final @Nullable BodyCache bodies;
    private final Timer timer;

    /** Phases of computing a response. */
    public enum Phase {
        EVALUATE_RULES,
        PROCESS_RESPONSE_PRODUCTS,
        PROCESS_RESPONSE_BLOBS,
        MAKE_RESPONSE,
        EVALUATE_JSON_RULES,
        MAKE_JSON_RESPONSE
    }

    /** Measures the duration of the phases, and receives the outcome. */
    public interface Timer {
        /** Returns the time to pass to {@link #phaseEnded}, in nanoseconds from any origin. */
        long now();

        /**
         * Records the end of a phase that began at {@code start}, and returns the time of its end.
         */
        long phaseEnded(Phase phase, long start);

        /** Records the outcome of a request that was answered from a snapshot. */
        void answered(Snapshot snapshot, AnswerOutcome outcome);

        /** Returns a timer that measures nothing. */
        static Timer none() {
            return NoTimer.INSTANCE;
        }
    }

    private enum NoTimer implements Timer {
        INSTANCE;

        @Override
        public long now() {
            return 0;
        }

        @Override
        public long phaseEnded(Phase phase, long start) {
            return 0;
        }

        @Override
        public void answered(Snapshot snapshot, AnswerOutcome outcome) {}
    }

    /**
     * Creates an instance that renders each response.
     *
     * @param answers renderer, which must use the same rollout sampler as the decider
     */
    public UpdateAnswers(Decider decider, Answers answers, Timer timer) {
        this(decider, answers, null, timer);
    }

    /**
     * Creates an instance.
     *
     * @param answers renderer, which must use the same rollout sampler as the decider
     * @param bodies cache of rendered bodies; null to render each
     */
    public UpdateAnswers(Decider decider, Answers answers, @Nullable BodyCache bodies, Timer timer) {
        this.decider = decider;
        this.answers = answers;
        this.bodies = bodies;
        this.timer = timer;
    }

    /** Returns the response to a request; never fails. */
    public UpdateAnswer answer(Snapshot snapshot, UpdateUrl.Format format, UpdateRequest request) {
        try {
            return switch (format) {
                case XML -> xml(snapshot, request);
                case JSON -> json(snapshot, request);
            };
        } catch (BadDataException e) {
            timer.answered(snapshot, failed(fault(e), e, match(snapshot, request)));
            return UpdateAnswer.of(400, UpdateAnswer.TEXT, escape(String.valueOf(e.getMessage())));
        }
    }

    private static Fault fault(BadDataException problem) {
        return switch (problem) {
            case BadReleaseException _ -> Fault.BAD_RELEASE;
            case BadRuleException _ -> Fault.BAD_RULE;
            default -> Fault.BAD_REQUEST;
        };
    }

    private static Failed failed(Fault fault, BadDataException problem, Optional<Rule> rule) {
        Optional<String> release = problem instanceof BadReleaseException bad ? bad.release() : Optional.empty();
        return new Failed(fault, rule, release, String.valueOf(problem.getMessage()));
    }

    /**
     * Returns the rule that applies, evaluated again: failures are rare, so it is not passed along
     * for them.
     */
    private static Optional<Rule> match(Snapshot snapshot, UpdateRequest request) {
        try {
            return snapshot.rules().match(request);
        } catch (BadDataException e) {
            return Optional.empty();
        }
    }

    private UpdateAnswer xml(Snapshot snapshot, UpdateRequest request) {
        long start = timer.now();
        Decision decision = decider.decide(snapshot, request);
        long decided = timer.phaseEnded(Phase.EVALUATE_RULES, start);
        AnswerOutcome outcome = new Decided(decision);
        String body = XmlAnswer.EMPTY;
        if (decision instanceof Decision.Update update) {
            try {
                Gathered gathered = answers.gather(snapshot, request, update);
                outcome = new Decided(Answers.outcome(update, gathered));
                body = xml(snapshot, gathered, decided);
            } catch (UnsafeReleaseException e) {
                outcome = failed(Fault.WITHHELD, e, decision.decidedBy());
            }
        }
        timer.answered(snapshot, outcome);
        return new UpdateAnswer(200, UpdateAnswer.XML, body, ruleHeaders(decision));
    }

    private String xml(Snapshot snapshot, Gathered gathered, long decided) {
        long ready = decided;
        if (gathered.frame() instanceof Superblob superblob) {
            boolean ofProducts = !superblob.products().isEmpty();
            ready = timer.phaseEnded(
                    ofProducts ? Phase.PROCESS_RESPONSE_PRODUCTS : Phase.PROCESS_RESPONSE_BLOBS, decided);
        }
        BodyKey key = bodies == null ? null : gathered.key();
        String body = bodies == null || key == null
                ? answers.xml(gathered)
                : bodies.get(snapshot, key, () -> answers.xml(gathered.forAll(key)));
        timer.phaseEnded(Phase.MAKE_RESPONSE, ready);
        return body;
    }

    private UpdateAnswer json(Snapshot snapshot, UpdateRequest request) {
        long start = timer.now();
        Decision decision = decider.decide(snapshot, request);
        long decided = timer.phaseEnded(Phase.EVALUATE_JSON_RULES, start);
        JsonAnswer answer = answers.json(snapshot, request, decision);
        timer.answered(snapshot, new Decided(decision));
        return switch (answer) {
            case JsonAnswer.None none -> NO_JSON_UPDATE;
            case JsonAnswer.Found(var update) -> {
                String body = JsonText.of(update.<Object>map(found -> found).orElse(Map.of()));
                timer.phaseEnded(Phase.MAKE_JSON_RESPONSE, decided);
                yield new UpdateAnswer(200, UpdateAnswer.JSON, body, ruleHeaders(decision));
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

    /**
     * Escapes a message, which contains input of the client, so that no browser interprets it as
     * HTML.
     */
    private static String escape(String message) {
        return message.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
