// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

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
                content.checkName(proposal.requireAfter().requireText("name"));
                access.requireCreate(proposal.who(), proposal.requireAfter().text("product"));
                SuperblobParts.check(proposal, queries);
            }
            case UPDATE -> {
                access.checkUpdate(proposal);
                SuperblobParts.check(proposal, queries);
            }
            case DELETE -> {
                Row base = proposal.requireBefore();
                access.requireUnused(base.requireText("name"));
                ReleaseAccess.requireWritable(base);
                access.requireDelete(proposal.who(), base.text("product"));
            }
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return access.protections(proposal);
    }
}
