// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import java.util.List;

/** Policy for whole releases. */
final class WholeReleasePolicy implements Policy {
    private final GovernanceQueries queries;
    private final ReleaseAccess access;
    private final ReleaseCheck content;

    WholeReleasePolicy(GovernanceQueries queries, ReleaseCheck content) {
        this.queries = queries;
        this.access = new ReleaseAccess(queries);
        this.content = content;
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> {
                content.check(proposal.requireAfter(), null);
                content.checkName(proposal.requireAfter().require(NAME));
                access.requireCreate(proposal.who(), proposal.requireAfter().get(PRODUCT));
                SuperblobParts.check(proposal, queries);
            }
            case UPDATE -> {
                ReleaseAccess.requireWritableFor(proposal);
                if (proposal.changes(DATA) || proposal.changes(PRODUCT)) {
                    content.check(proposal.requireAfter(), proposal.requireBefore());
                }
                access.checkUpdate(proposal);
                SuperblobParts.check(proposal, queries);
            }
            case DELETE -> {
                Row release = proposal.requireBefore();
                access.requireUnused(release.require(NAME));
                ReleaseAccess.requireWritable(release);
                access.requireDelete(proposal.who(), release.get(PRODUCT));
            }
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return access.protections(proposal);
    }
}
