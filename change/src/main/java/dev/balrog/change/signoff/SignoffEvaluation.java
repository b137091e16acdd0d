// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.signoff;

import dev.balrog.change.rejection.IneffectiveSignoff;
import dev.balrog.core.change.CountedSignoff;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluation of the recorded signoffs of a scheduled change in the current state.
 *
 * @param digest digest of the current outcome; empty if the change is complete or its row was
 *     deleted
 * @param counted the signoffs that count; for a complete change, all recorded ones
 * @param unbound the signers whose signoffs were bound when first read, rather than given for a
 *     digest
 * @param ineffective the signoffs that do not count
 */
public record SignoffEvaluation(
        Optional<String> digest,
        List<CountedSignoff> counted,
        List<String> unbound,
        List<IneffectiveSignoff> ineffective) {
    /** Evaluation without outcome and signoffs. */
    public static final SignoffEvaluation NONE =
            new SignoffEvaluation(Optional.empty(), List.of(), List.of(), List.of());

    public SignoffEvaluation {
        counted = List.copyOf(counted);
        unbound = List.copyOf(unbound);
        ineffective = List.copyOf(ineffective);
    }

    /** Adds the API fields for the outcome digest and the signoffs. */
    public void describe(ObjectNode change) {
        ObjectNode signoffs = change.putObject("signoffs");
        counted.forEach(signoff -> signoffs.put(signoff.username(), signoff.role()));
        change.put("digest", digest.orElse(null));
        describeIneffective(change.putArray("ineffective_signoffs"), ineffective);
        unbound.forEach(change.putArray("unbound_signoffs")::add);
    }

    /** Adds signoffs that do not count to a list in an API response. */
    public static void describeIneffective(ArrayNode list, List<IneffectiveSignoff> ineffective) {
        ineffective.forEach(signoff -> list.addObject()
                .put("username", signoff.username())
                .put("role", signoff.role())
                .put("reason", signoff.reason().id()));
    }
}
