// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

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
                content.checkName(proposal.requireAfter().requireText("name"));
                access.requireCreate(proposal.who(), proposal.requireAfter().text("product"));
                SuperblobParts.check(proposal, queries);
            }
            case UPDATE -> {
                ReleaseAccess.requireWritableFor(proposal);
                if (proposal.changes("data") || proposal.changes("product")) {
                    content.check(proposal.requireAfter(), proposal.requireBefore());
                }
                access.checkUpdate(proposal);
                SuperblobParts.check(proposal, queries);
            }
            case DELETE -> {
                Row release = proposal.requireBefore();
                access.requireUnused(release.requireText("name"));
                ReleaseAccess.requireWritable(release);
                access.requireDelete(proposal.who(), release.text("product"));
            }
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return access.protections(proposal);
    }
}
