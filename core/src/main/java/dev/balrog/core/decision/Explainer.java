// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Decision.NoUpdate;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.decision.Explanation.Outcome;
import dev.balrog.core.decision.Explanation.PinnedTo;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Shutoff;
import dev.balrog.core.snapshot.Snapshot;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Explains the response to a request by evaluating the request twice, with the rollout sample
 * forced to 0 and to 99: 0 is within every rollout above 0 %, and 99 only within a complete one.
 */
public final class Explainer {
    private final Side lowest;
    private final Side highest;

    /** Creates an explainer for a server with this URL policy. */
    public Explainer(UrlPolicy policy) {
        this.lowest = Side.of(() -> 0, policy);
        this.highest = Side.of(() -> RolloutSampler.SAMPLES - 1, policy);
    }

    /** Explains the response to a request. */
    public Explanation explain(Snapshot snapshot, UpdateUrl.Format format, UpdateRequest request) {
        Optional<Shutoff> shutoff = Optional.ofNullable(Decider.shutoff(snapshot, request));
        Optional<Rule> rule = shutoff.isPresent()
                ? Optional.empty()
                : unlessBad(() -> snapshot.rules().match(request).orElse(null));
        Outcome outcome = lowest.outcome(snapshot, format, request);
        Outcome otherwise = highest.outcome(snapshot, format, request);
        return new Explanation(
                request,
                shutoff,
                rule,
                pin(snapshot, request),
                outcome,
                otherwise.equals(outcome) ? Optional.empty() : Optional.of(otherwise),
                snapshot.rules().candidates(request));
    }

    private static Optional<PinnedTo> pin(Snapshot snapshot, UpdateRequest request) {
        String pin = request.pin();
        return pin == null
                ? Optional.empty()
                : Optional.of(new PinnedTo(pin, unlessBad(() -> Decider.pinMapping(snapshot, request, pin))));
    }

    private static <T> Optional<T> unlessBad(Supplier<@Nullable T> work) {
        try {
            return Optional.ofNullable(work.get());
        } catch (BadDataException told) {
            // The response contains the problem.
            return Optional.empty();
        }
    }

    /** Evaluation with a fixed rollout sample. */
    private record Side(Decider decider, Answers answers, UpdateAnswers responses) {
        static Side of(RolloutSampler sampler, UrlPolicy policy) {
            Decider decider = new Decider(sampler);
            Answers answers = new Answers(decider, policy);
            return new Side(decider, answers, new UpdateAnswers(decider, answers, UpdateAnswers.Timer.none()));
        }

        Outcome outcome(Snapshot snapshot, UpdateUrl.Format format, UpdateRequest request) {
            Optional<Decision> decision = unlessBad(() -> decider.decide(snapshot, request))
                    .map(decided -> format == UpdateUrl.Format.XML ? complete(snapshot, request, decided) : decided);
            return new Outcome(
                    decision,
                    decision.flatMap(
                            decided -> decided instanceof NoUpdate none ? none.missing() : Optional.<String>empty()),
                    responses.answer(snapshot, format, request));
        }

        /** Returns the decision itself, or one for no update where a superblob lacks a part. */
        private Decision complete(Snapshot snapshot, UpdateRequest request, Decision decision) {
            return decision instanceof Update update
                    ? unlessBad(() -> Answers.outcome(update, answers.gather(snapshot, request, update)))
                            .orElse(decision)
                    : decision;
        }
    }
}
