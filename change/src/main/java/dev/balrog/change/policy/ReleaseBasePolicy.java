// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import java.util.List;

/**
 * Policy for the bases of split releases. {@link dev.balrog.change.release.SplitReleases} checks the content, because it
 * depends on all parts.
 */
final class ReleaseBasePolicy implements Policy {
    private final GovernanceQueries queries;
    private final ReleaseAccess access;
    private final ReleaseCheck content;

    ReleaseBasePolicy(GovernanceQueries queries, ReleaseCheck content) {
        this.queries = queries;
        this.content = content;
        this.access = new ReleaseAccess(queries);
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> {
                content.checkName(proposal.requireAfter().require(NAME));
                access.requireCreate(proposal.who(), proposal.requireAfter().get(PRODUCT));
                SuperblobParts.check(proposal, queries);
            }
            case UPDATE -> {
                access.checkUpdate(proposal);
                SuperblobParts.check(proposal, queries);
            }
            case DELETE -> {
                Row base = proposal.requireBefore();
                access.requireUnused(base.require(NAME));
                ReleaseAccess.requireWritable(base);
                access.requireDelete(proposal.who(), base.get(PRODUCT));
            }
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return access.protections(proposal);
    }
}
