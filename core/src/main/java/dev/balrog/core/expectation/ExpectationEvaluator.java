// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.expectation.ExpectedOutcome.Anything;
import dev.balrog.core.expectation.ExpectedOutcome.AtLeast;
import dev.balrog.core.expectation.ExpectedOutcome.Nothing;
import dev.balrog.core.expectation.ExpectedOutcome.OfRelease;
import dev.balrog.core.expectation.ExpectedOutcome.Reaches;
import dev.balrog.core.expectation.ExpectedOutcome.Unchanged;
import dev.balrog.core.path.UpdateWalk;
import dev.balrog.core.path.UpdateWalk.Ending;
import dev.balrog.core.path.UpdateWalk.Walked;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.simulation.Responder;
import dev.balrog.core.simulation.Responder.Response;
import dev.balrog.core.simulation.RolloutSide;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.simulation.Served;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Evaluates expectations by answering their requests as the public app does. Not thread-safe.
 */
public final class ExpectationEvaluator {
    private final Responder responder;

    /** Creates an evaluator for a server with this URL policy. */
    public ExpectationEvaluator(UrlPolicy policy) {
        this.responder = new Responder(policy);
    }

    /** Returns the results of expectations, in their order. */
    public List<ExpectationResult> evaluate(Snapshot snapshot, Collection<Expectation> expectations) {
        return expectations.stream()
                .map(expectation -> evaluate(snapshot, expectation))
                .toList();
    }

    /** Returns the result of an expectation. */
    public ExpectationResult evaluate(Snapshot snapshot, Expectation expectation) {
        return evaluate((UpdateRequest _) -> snapshot, expectation);
    }

    /**
     * Returns the result of an expectation where nothing is changed.
     *
     * @param snapshots returns a snapshot that is valid for a request
     */
    public ExpectationResult evaluate(Function<UpdateRequest, Snapshot> snapshots, Expectation expectation) {
        return result(expectation, request -> evaluate(snapshots, expectation, request));
    }

    /** Returns the result of an expectation after a change. */
    public ExpectationResult evaluate(Snapshot before, Snapshot after, Expectation expectation) {
        return evaluate((UpdateRequest _) -> before, (UpdateRequest _) -> after, expectation);
    }

    /**
     * Returns the result of an expectation after a change.
     *
     * @param before returns a snapshot from before the change that is valid for a request
     * @param after returns a snapshot from after the change that is valid for a request
     */
    public ExpectationResult evaluate(
            Function<UpdateRequest, Snapshot> before,
            Function<UpdateRequest, Snapshot> after,
            Expectation expectation) {
        return expectation.outcome() instanceof Unchanged
                ? result(expectation, request -> changed(before, after, request))
                : evaluate(after, expectation);
    }

    private static ExpectationResult result(
            Expectation expectation, Function<SampleRequest, Optional<BrokenRequest>> evaluation) {
        int broken = 0;
        List<BrokenRequest> examples = new ArrayList<>();
        for (SampleRequest request : expectation.requests()) {
            Optional<BrokenRequest> found = evaluation.apply(request);
            if (found.isPresent()) {
                broken++;
                if (examples.size() < ExpectationResult.MAX_EXAMPLES) {
                    examples.add(found.get());
                }
            }
        }
        return new ExpectationResult(expectation, broken, examples);
    }

    /** Returns a request whose response is another one after a change; empty if it is the same. */
    private Optional<BrokenRequest> changed(
            Function<UpdateRequest, Snapshot> before, Function<UpdateRequest, Snapshot> after, SampleRequest request) {
        int changed = 0;
        Optional<BrokenRequest> first = Optional.empty();
        int samples = 1;
        for (int sample = 0; sample < samples; sample++) {
            Response earlier = responder.respond(before.apply(request.request()), request, sample);
            Response later = responder.respond(after.apply(request.request()), request, sample);
            if (earlier.sampled() || later.sampled()) {
                samples = RolloutSampler.SAMPLES;
            }
            if (!later.isSameAs(earlier)) {
                changed++;
                if (first.isEmpty()) {
                    RolloutSide side = sample == RolloutSide.IN.sample() ? RolloutSide.IN : RolloutSide.OUT;
                    first = Optional.of(new BrokenRequest(
                            request.target(), side, phrase(later) + " in place of " + phrase(earlier), later.rule()));
                }
            }
        }
        int share = changed * 100 / samples;
        return share == 100
                ? first
                : first.map(found -> new BrokenRequest(
                        found.target(),
                        found.side(),
                        found.actual() + " for " + share + " % of these clients",
                        found.rule()));
    }

    private Optional<BrokenRequest> evaluate(
            Function<UpdateRequest, Snapshot> snapshots, Expectation expectation, SampleRequest request) {
        for (RolloutSide side : expectation.sides()) {
            Path path = new Path(snapshots, request, side);
            if (!path.satisfies(expectation.outcome())) {
                return Optional.of(path.broken(request));
            }
            if (!path.sampled) {
                // The other side gets the same.
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Updates of one client, one after the other. */
    private final class Path {
        private final Function<UpdateRequest, Snapshot> snapshots;
        private final RolloutSide side;
        private final VersionScheme scheme;
        private final SampleRequest request;
        private boolean sampled;
        private String actual = "";
        private Optional<Long> rule = Optional.empty();

        Path(Function<UpdateRequest, Snapshot> snapshots, SampleRequest request, RolloutSide side) {
            this.snapshots = snapshots;
            this.request = request;
            this.side = side;
            this.scheme = VersionScheme.of(request.request().product());
        }

        BrokenRequest broken(SampleRequest first) {
            return new BrokenRequest(first.target(), side, actual, rule);
        }

        private Response respond() {
            return respond(request);
        }

        private Response respond(SampleRequest asked) {
            Response response = responder.respond(snapshots.apply(asked.request()), asked, side.sample());
            sampled |= response.sampled();
            rule = response.rule();
            actual = phrase(response);
            return response;
        }

        /** Evaluates an outcome; where it is not the actual one, notes that and the rule. */
        boolean satisfies(ExpectedOutcome outcome) {
            return switch (outcome) {
                case OfRelease(String name) -> {
                    Served served = respond().served();
                    yield served.isUpdate() && name.equals(served.release());
                }
                case Nothing() -> {
                    Response response = respond();
                    yield !response.failed() && !response.served().isUpdate();
                }
                case Anything() -> respond().served().isUpdate();
                case AtLeast(String version) -> {
                    OfferedBuild build = respond().build();
                    yield build != null && isAtLeast(build.version(), version);
                }
                case Reaches(String version, int steps) -> reaches(version, steps);
                case Unchanged() -> true;
            };
        }

        private boolean isAtLeast(String version, String wanted) {
            return scheme.compare(version, wanted).orElse(-1) >= 0;
        }

        private boolean reaches(String wanted, int most) {
            Walked<Response> walked = UpdateWalk.follow(
                    UpdateWalk.Engine.of(this::respond),
                    request,
                    most,
                    at -> isAtLeast(at.request().version(), wanted));
            if (walked.ending() == Ending.GOAL) {
                return true;
            }
            String place = walked.end().request().version() + " after " + walked.updates()
                    + (walked.updates() == 1 ? " step" : " steps");
            actual = walked.ending() == Ending.STEP_LIMIT ? place : place + ", then " + actual;
            return false;
        }
    }

    private static String phrase(Response response) {
        Served served = response.served();
        if (response.failed()) {
            return "status 400 (" + reason(served) + ")";
        }
        if (!served.isUpdate()) {
            return "no update (" + reason(served) + ")";
        }
        return "release " + served.release() + (served.version() == null ? "" : " (" + served.version() + ")");
    }

    private static String reason(Served served) {
        return served.release() == null ? served.outcome() : served.outcome() + " " + served.release();
    }
}
