// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.CountedSignoff;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The recorded signoffs of a scheduled change, judged as things are now.
 *
 * @param digest digest of the current outcome; empty once the change is complete, or when its row is gone
 * @param counted the signoffs that count; of a complete change, all that are recorded
 * @param unbound the signers of those that were bound when they were first seen rather than given for a digest
 * @param ineffective the signoffs that do not count
 */
public record SignoffEvaluation(
        Optional<String> digest,
        List<CountedSignoff> counted,
        List<String> unbound,
        List<IneffectiveSignoff> ineffective) {
    /** No signoffs of nothing known. */
    public static final SignoffEvaluation NONE =
            new SignoffEvaluation(Optional.empty(), List.of(), List.of(), List.of());

    public SignoffEvaluation {
        counted = List.copyOf(counted);
        unbound = List.copyOf(unbound);
        ineffective = List.copyOf(ineffective);
    }

    /** Adds the fields of the API that say who has signed off what. */
    public void describe(ObjectNode change) {
        ObjectNode signoffs = change.putObject("signoffs");
        counted.forEach(signoff -> signoffs.put(signoff.username(), signoff.role()));
        change.put("digest", digest.orElse(null));
        describeIneffective(change.putArray("ineffective_signoffs"), ineffective);
        unbound.forEach(change.putArray("unbound_signoffs")::add);
    }

    /** Adds signoffs that do not count to a list of the API. */
    public static void describeIneffective(ArrayNode list, List<IneffectiveSignoff> ineffective) {
        ineffective.forEach(signoff -> list.addObject()
                .put("username", signoff.username())
                .put("role", signoff.role())
                .put("reason", signoff.reason().id()));
    }
}
