// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Candidate;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Shutoff;
import java.util.List;
import java.util.Optional;

/**
 * Why a request is answered as it is.
 *
 * @param request what was read from the URL
 * @param shutoff the emergency shutoff because of which no rule is looked at; empty when there is none
 * @param rule the rule that applies; empty when there is none, or when it is not looked for
 * @param pin what a pinned client is kept at; empty when it is not pinned
 * @param outcome what happens; where a die is rolled, what happens to the requests that the rollout reaches
 * @param leftOut what happens to the others; empty where no die is rolled, or where it makes no difference
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
     * A decision and the answer that follows from it.
     *
     * @param decision empty where there is none, since something in the request or in the data is wrong
     * @param missing name of the release without which nothing can be offered: it is not stored, or can't be read
     * @param answer of status 400 where something is wrong
     */
    public record Outcome(Optional<Decision> decision, Optional<String> missing, UpdateAnswer answer) {}

    /**
     * What a pinned client is kept at.
     *
     * @param version as the client sends it
     * @param mapping name of the release for such clients; empty when there is none, so that the pin has no effect
     */
    public record PinnedTo(String version, Optional<String> mapping) {}
}
