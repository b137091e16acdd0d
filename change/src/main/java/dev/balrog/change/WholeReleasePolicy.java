// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.List;

/** Releases that are stored whole. */
final class WholeReleasePolicy implements Policy {
    private final ReleaseAccess access;
    private final ReleaseCheck content;

    WholeReleasePolicy(Facts facts, ReleaseCheck content) {
        this.access = new ReleaseAccess(facts);
        this.content = content;
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> {
                content.check(proposal.requireAfter(), null);
                access.requireCreate(proposal.who(), proposal.requireAfter().text("product"));
            }
            case UPDATE -> {
                ReleaseAccess.requireWritableFor(proposal);
                if (proposal.changes("data") || proposal.changes("product")) {
                    content.check(proposal.requireAfter(), proposal.requireBefore());
                }
                access.checkUpdate(proposal);
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
