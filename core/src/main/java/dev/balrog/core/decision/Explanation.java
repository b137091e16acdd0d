// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Candidate;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Shutoff;
import java.util.List;
import java.util.Optional;

/**
 * Explanation of the response to a request.
 *
 * @param request the request, as parsed from the URL
 * @param shutoff the emergency shutoff because of which no rule is evaluated; empty when there is
 *     none
 * @param rule the rule that applies; empty when there is none, or when no rule is evaluated
 * @param pin the pin of the client; empty when it is not pinned
 * @param outcome the outcome; where a rollout is sampled, that for the requests that the rollout
 *     reaches
 * @param leftOut the outcome for the other requests; empty where no rollout is sampled, or where it
 *     makes no difference
 * @param candidates all rules for the product, in order of precedence
 */
public record Explanation(
        UpdateRequest request,
        Optional<Shutoff> shutoff,
        Optional<Rule> rule,
        Optional<PinnedTo> pin,
        Outcome outcome,
        Optional<Outcome> leftOut,
        List<Candidate> candidates) {

    public Explanation {
        candidates = List.copyOf(candidates);
    }

    /**
     * Decision and the resulting response.
     *
     * @param decision empty where there is none, since the request or the data is invalid
     * @param missing name of the release that is not stored or can't be read, and without which
     *     nothing can be offered
     * @param answer the response; status 400 where the request or the data is invalid
     */
    public record Outcome(Optional<Decision> decision, Optional<String> missing, UpdateAnswer answer) {}

    /**
     * Pin of a client.
     *
     * @param version the pinned version, as the client sends it
     * @param mapping name of the release for such clients; empty when there is none, so that the
     *     pin has no effect
     */
    public record PinnedTo(String version, Optional<String> mapping) {}
}
