// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;

import dev.balrog.change.reachability.ReleaseReferrers;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.rejection.ReleaseReferrer;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Permissions and checks that whole and split releases have in common. */
public final class ReleaseAccess {
    private final GovernanceQueries queries;

    public ReleaseAccess(GovernanceQueries queries) {
        this.queries = queries;
    }

    public void requireCreate(String who, @Nullable String product) {
        queries.require(who, Permission.RELEASE, Action.CREATE, "create releases", product);
    }

    public void requireModify(String who, @Nullable String product) {
        queries.require(who, Permission.RELEASE, Action.MODIFY, "modify releases", product);
    }

    /** Checks that the user may delete a release or a part of one. */
    public void requireDelete(String who, @Nullable String product) {
        queries.require(who, Permission.RELEASE, Action.DELETE, "delete releases", product);
    }

    /** Checks that the user may make a release read-only or writable. */
    public void requireReadOnlyChange(String who, @Nullable String product, boolean readOnly) {
        queries.require(
                who,
                Permission.RELEASE_READ_ONLY,
                readOnly ? Action.SET : Action.UNSET,
                readOnly ? "make releases read-only" : "make read-only releases writable",
                product);
    }

    /** Rejects a change of a read-only release. */
    public static void requireWritable(Row release) {
        if (release.isTrue(READ_ONLY)) {
            throw new ChangeRejectedException(
                    new ChangeRejection.ReadOnly("Release '" + release.get(NAME) + "' is read only"));
        }
    }

    /** Checks that no current row or scheduled change refers to a release that is to be deleted. */
    public void requireUnused(String name) {
        ReleaseReferrers referrers = queries.referrers();
        List<ReleaseReferrer> rules = referrers.rules(name);
        List<ReleaseReferrer> pins = referrers.pins(name);
        List<ReleaseReferrer> all = new ArrayList<>(rules);
        all.addAll(pins);
        all.addAll(referrers.superblobs(name));
        boolean inForce = !all.isEmpty();
        all.addAll(referrers.scheduled(name));
        if (!all.isEmpty()) {
            throw new ChangeRejectedException(new ChangeRejection.InUse(name + reason(rules, pins, inForce), all));
        }
    }

    private static String reason(List<ReleaseReferrer> rules, List<ReleaseReferrer> pins, boolean inForce) {
        if (!rules.isEmpty()) {
            return " has rules pointing to it. Hence it cannot be deleted.";
        }
        if (!pins.isEmpty()) {
            return " is pinnable. Hence it cannot be deleted.";
        }
        return inForce
                ? " is part of a superblob. Hence it cannot be deleted."
                : " has scheduled changes pointing to it. Hence it cannot be deleted.";
    }

    /** Checks that a release is writable, unless the change only makes it read-only or writable. */
    static void requireWritableFor(Proposal proposal) {
        if (changesContent(proposal) || !changesReadOnly(proposal)) {
            requireWritable(proposal.requireBefore());
        }
    }

    /** Checks permissions for a change of a release or of its base, but not its content. */
    void checkUpdate(Proposal proposal) {
        Row before = proposal.requireBefore();
        Row after = proposal.requireAfter();
        requireWritableFor(proposal);
        if (changesReadOnly(proposal)) {
            requireReadOnlyChange(proposal.who(), before.get(PRODUCT), after.isTrue(READ_ONLY));
        }
        if (changesContent(proposal) || !changesReadOnly(proposal)) {
            requireModify(proposal.who(), before.get(PRODUCT));
            requireModify(proposal.who(), after.get(PRODUCT));
        }
    }

    /**
     * Returns the protections of all places where the release is served. Making a release read-only
     * needs no signoffs. Making an unserved release writable needs those of any channel of its
     * product, because it could be served there next.
     */
    public List<Protection> protections(Proposal proposal) {
        List<Protection> protections =
                queries.protectionsOfRelease(proposal.row().require(NAME));
        if (!changesReadOnly(proposal) || changesContent(proposal)) {
            return protections;
        }
        if (proposal.requireAfter().isTrue(READ_ONLY)) {
            return List.of();
        }
        return protections.isEmpty()
                ? queries.protectionsOfProduct(proposal.requireBefore().require(PRODUCT))
                : protections;
    }

    /** Returns whether a release or its base becomes read-only or writable. */
    private static boolean changesReadOnly(Proposal proposal) {
        return proposal.type() == ChangeType.UPDATE
                && proposal.requireBefore().isTrue(READ_ONLY)
                        != proposal.requireAfter().isTrue(READ_ONLY);
    }

    private static boolean changesContent(Proposal proposal) {
        return proposal.changes(DATA) || proposal.changes(PRODUCT);
    }
}
