// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;

/**
 * Policy for the assets of split releases. Each asset, also a new one, needs the signoffs of the
 * whole release.
 */
final class ReleaseAssetPolicy implements Policy {
    private final GovernanceQueries queries;
    private final ReleaseAccess access;

    ReleaseAssetPolicy(GovernanceQueries queries) {
        this.queries = queries;
        this.access = new ReleaseAccess(queries);
    }

    @Override
    public void check(Proposal proposal) {
        String name = proposal.row().require(NAME);
        Row base = queries.find(Entity.RELEASES_JSON, Row.of(NAME, name))
                .or(() -> queries.scheduledBase(name))
                .orElseThrow(
                        () -> new ChangeRejectedException(new ChangeRejection.Missing("There is no release " + name)));
        ReleaseAccess.requireWritable(base);
        // Assets are created and deleted with their release, for which the other permission is
        // enough.
        List<Action> actions = switch (proposal.type()) {
            case INSERT -> List.of(Action.CREATE, Action.MODIFY);
            case UPDATE -> List.of(Action.MODIFY);
            case DELETE -> List.of(Action.DELETE, Action.MODIFY);
        };
        queries.requireAny(proposal.who(), Permission.RELEASE, actions, "modify releases", base.get(PRODUCT));
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return access.protections(proposal);
    }
}
