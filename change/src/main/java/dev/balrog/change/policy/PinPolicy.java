// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Place;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.core.BadDataException;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import dev.balrog.core.version.PinVersion;
import java.util.List;

/**
 * Policy for pins. Pins belong to the product of their release. A pin needs the signoffs of its
 * product and channel, unless its release was signed off there, because release automation pins the
 * release that a rule has just been mapped to.
 */
final class PinPolicy implements Policy {

    private final GovernanceQueries queries;

    PinPolicy(GovernanceQueries queries) {
        this.queries = queries;
    }

    @Override
    public void check(Proposal proposal) {
        Action action = proposal.type().action();
        queries.require(
                proposal.who(),
                Permission.PINNABLE_RELEASE,
                action,
                action.id() + " pinnable releases",
                proposal.row().get(PRODUCT));
        if (proposal.type() != ChangeType.DELETE) {
            checkVersion(proposal.requireAfter().require(PINNABLE_RELEASES.VERSION));
            checkRelease(proposal.requireAfter());
        }
    }

    /** Checks that a version is canonical, because pins are looked up by their canonical form. */
    private static void checkVersion(String version) {
        String canonical;
        try {
            canonical = PinVersion.parse(version).toString();
        } catch (BadDataException e) {
            throw ChangeRejectedException.invalid(String.valueOf(e.getMessage()));
        }
        if (!canonical.equals(version)) {
            throw ChangeRejectedException.invalid(
                    "Version Pin String '" + version + "' has to be '" + canonical + "'.");
        }
    }

    private void checkRelease(Row pin) {
        String release = pin.require(MAPPING);
        String product = queries.productOfRelease(release)
                .orElseThrow(() -> ChangeRejectedException.invalid("'" + release + "' is not an existing mapping."));
        if (!product.equals(pin.get(PRODUCT))) {
            throw ChangeRejectedException.invalid("Release " + release + " is of product " + product
                    + ": it can't be pinned for product " + pin.get(PRODUCT) + ".");
        }
    }

    /**
     * Returns the protections of the place of a new mapping, unless its release was signed off
     * there. Deleting a pin needs no signoffs, because its clients then get the mapping of the
     * rules.
     */
    @Override
    public List<Protection> protections(Proposal proposal) {
        Row pin = proposal.after();
        String release = pin == null ? null : pin.get(MAPPING);
        if (pin == null || release == null || (proposal.before() != null && !proposal.changes(MAPPING))) {
            return List.of();
        }
        List<Protection> protections = queries.protections(Place.of(pin));
        boolean agreed = !protections.isEmpty()
                && queries.agreed().contains(pin.require(PRODUCT), pin.require(CHANNEL), release);
        return agreed ? List.of() : protections;
    }
}
