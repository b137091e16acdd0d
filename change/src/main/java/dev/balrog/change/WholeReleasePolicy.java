// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.List;

/** Releases that are stored whole. */
final class WholeReleasePolicy implements Policy {
    private final Facts facts;
    private final ReleaseAccess access;
    private final ReleaseCheck content;

    WholeReleasePolicy(Facts facts, ReleaseCheck content) {
        this.facts = facts;
        this.access = new ReleaseAccess(facts);
        this.content = content;
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> {
                content.check(proposal.requireAfter(), null);
                content.checkName(proposal.requireAfter().requireText("name"));
                access.requireCreate(proposal.who(), proposal.requireAfter().text("product"));
                SuperblobParts.check(proposal, facts);
            }
            case UPDATE -> {
                ReleaseAccess.requireWritableFor(proposal);
                if (proposal.changes("data") || proposal.changes("product")) {
                    content.check(proposal.requireAfter(), proposal.requireBefore());
                }
                access.checkUpdate(proposal);
                SuperblobParts.check(proposal, facts);
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
