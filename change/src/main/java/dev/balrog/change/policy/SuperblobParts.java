// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.DATA;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.core.reach.References;
import dev.balrog.core.release.validation.ReleaseError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks that the parts of a superblob exist, because clients get no update if one of them is
 * missing.
 */
final class SuperblobParts {
    private static final String BLOBS = "blobs";

    private SuperblobParts() {}

    /**
     * Checks the new state of a release. Parts that were already missing are tolerated, so that
     * errors can be repaired.
     */
    static void check(Proposal proposal, GovernanceQueries queries) {
        JsonNode after = proposal.requireAfter().get(DATA);
        if (after == null || References.of(after).parts().isEmpty()) {
            return;
        }
        Set<String> known = parts(proposal);
        List<ReleaseError> errors = new ArrayList<>();
        JsonNode blobs = after.path(BLOBS);
        for (int i = 0; i < blobs.size(); i++) {
            String name = blobs.path(i).asString("");
            if (!known.contains(name) && !queries.releaseExists(name)) {
                errors.add(new ReleaseError("/" + BLOBS + "/" + i, "There is no release '" + name + "'"));
            }
        }
        if (!errors.isEmpty()) {
            throw new ChangeRejectedException(new ChangeRejection.InvalidRelease(errors));
        }
    }

    private static Set<String> parts(Proposal proposal) {
        Row before = proposal.before();
        JsonNode data = before == null ? null : before.get(DATA);
        return data == null ? Set.of() : References.of(data).parts();
    }
}
