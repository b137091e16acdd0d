// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.schedule;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.signoff.SignoffEvaluation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Outcome digests of all scheduled changes of the parts of a release, as a caller has seen them.
 *
 * @param digests digests by {@link #key}; null if the caller has no expectation
 */
public record SignedParts(@Nullable Map<String, String> digests) {
    /** No expectation: matches any current state. */
    public static final SignedParts ANY = new SignedParts(null);

    public SignedParts {
        digests = digests == null ? null : Map.copyOf(digests);
    }

    /** Returns the key of a scheduled change: its table and its id. */
    public static String key(ScheduledChange change) {
        return change.entity().tableName() + "/" + change.id();
    }

    /**
     * Checks that these are all scheduled changes of the release, and that their outcomes are
     * current.
     *
     * @throws ChangeRejectedException {@link ChangeRejection.OutdatedSignoff} if not
     */
    public void require(List<ScheduledChange> changes, List<SignoffEvaluation> evaluations) {
        if (digests == null) {
            return;
        }
        Map<String, String> unmatched = new HashMap<>(digests);
        for (int i = 0; i < changes.size(); i++) {
            ScheduledChange change = changes.get(i);
            String seen = unmatched.remove(key(change));
            new SignoffExpectation(null, seen == null ? "" : seen)
                    .require(change, evaluations.get(i).digest());
        }
        if (!unmatched.isEmpty()) {
            // The change that the caller has seen is complete or dropped, so the reported version
            // is that of any other one.
            ScheduledChange any = changes.getFirst();
            throw new ChangeRejectedException(new ChangeRejection.OutdatedSignoff(
                    "These scheduled changes are no longer pending: "
                            + String.join(
                                    ", ", unmatched.keySet().stream().sorted().toList()),
                    any.dataVersion(),
                    evaluations.getFirst().digest().orElse(null)));
        }
    }
}
