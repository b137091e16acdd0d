// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.decision.AnswerOutcome;
import dev.balrog.core.decision.AnswerOutcome.Decided;
import dev.balrog.core.decision.AnswerOutcome.Failed;
import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.BodyCache;
import dev.balrog.core.decision.BodyKey;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.Decision.NoUpdate;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.decision.UpdateAnswer;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests as the public app does, with a given rollout sample. Not thread-safe.
 */
public final class Responder implements UpdateAnswers.Timer {
    private final UpdateAnswers answers;
    private int sample;
    private boolean sampled;
    private @Nullable AnswerOutcome outcome;

    /** Creates a responder of a server with this URL policy. */
    public Responder(UrlPolicy policy) {
        Decider decider = new Decider(() -> {
            sampled = true;
            return sample;
        });
        this.answers = new UpdateAnswers(decider, new Answers(decider, policy), new RecentBodies(), this);
    }

    /** Least recently used cache of bodies: many requests of a sample get the same one. */
    private static final class RecentBodies implements BodyCache {
        private static final int MAX_BODIES = 4096;

        private final Map<Key, String> bodies = new LinkedHashMap<>(MAX_BODIES, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, String> eldest) {
                return size() > MAX_BODIES;
            }
        };

        private record Key(Snapshot snapshot, BodyKey body) {}

        @Override
        public String get(Snapshot snapshot, BodyKey key, Supplier<String> rendering) {
            Key wanted = new Key(snapshot, key);
            String known = bodies.get(wanted);
            if (known == null) {
                known = rendering.get();
                bodies.put(wanted, known);
            }
            return known;
        }
    }

    /**
     * Response of the server.
     *
     * @param served the response in short
     * @param stored the release that is offered; null for none
     * @param build the build that is offered; null for none, and for formats without versions
     * @param rule id of the rule that decided; empty where none did
     * @param answer the whole response
     * @param failed whether the status is 400
     * @param sampled whether the rollout sample decided
     */
    public record Response(
            Served served,
            @Nullable StoredRelease stored,
            @Nullable OfferedBuild build,
            Optional<Long> rule,
            UpdateAnswer answer,
            boolean failed,
            boolean sampled) {

        /** Returns whether a client gets the same, whichever rule it comes from. */
        public boolean isSameAs(Response other) {
            return answer.status() == other.answer.status()
                    && answer.body().equals(other.answer.body())
                    && answer.contentType().equals(other.answer.contentType());
        }
    }

    /**
     * Returns the response to a request.
     *
     * @param rolloutSample the rollout sample, 0 to 99
     */
    public Response respond(Snapshot snapshot, SampleRequest request, int rolloutSample) {
        sample = rolloutSample;
        sampled = false;
        outcome = null;
        UpdateAnswer answer = answers.answer(snapshot, request.format(), request.request());
        AnswerOutcome answered = Objects.requireNonNull(outcome);
        Optional<Long> rule = answered.decidedBy().map(Rule::id);
        return switch (answered) {
            case Decided(Update update) -> offered(request, update.release(), rule, answer);
            case Decided(NoUpdate none) ->
                new Response(
                        new Served(lowerCase(none.reason()), none.missing().orElse(null), null),
                        null,
                        null,
                        rule,
                        answer,
                        false,
                        sampled);
            case Failed failed ->
                new Response(
                        new Served(lowerCase(failed.fault()), failed.release().orElse(null), null),
                        null,
                        null,
                        rule,
                        answer,
                        answer.status() >= 400,
                        sampled);
        };
    }

    private Response offered(SampleRequest request, StoredRelease stored, Optional<Long> rule, UpdateAnswer answer) {
        OfferedBuild build = stored.release().build(request.request()).orElse(null);
        boolean usable = request.format() == Format.JSON ? !answer.body().equals("{}") : hasFile(answer.body());
        return usable
                ? new Response(
                        new Served(Served.UPDATE, stored.name(), build == null ? null : build.version()),
                        stored,
                        build,
                        rule,
                        answer,
                        false,
                        sampled)
                : new Response(
                        new Served(Served.NO_FILE, stored.name(), null), null, null, rule, answer, false, sampled);
    }

    /** Returns whether clients find something to do in an {@code update.xml}. */
    private static boolean hasFile(String xml) {
        return xml.contains("<patch") || xml.contains("<addons") || xml.contains("unsupported=\"true\"");
    }

    private static String lowerCase(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public long now() {
        return 0;
    }

    @Override
    public long phaseEnded(UpdateAnswers.Phase phase, long start) {
        return 0;
    }

    @Override
    public void answered(Snapshot snapshot, AnswerOutcome answered) {
        outcome = answered;
    }
}
