// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.SignoffTally;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Changes of what is in force: the one place where they are authorised, agreed to, merged, written and remembered. */
final class DirectChanges {
    private final Tables tables;
    private final Policies policies;
    private final Facts facts;
    private final ScheduledChanges scheduled;
    private final Witness witness;

    DirectChanges(Tables tables, Policies policies, Facts facts, ScheduledChanges scheduled, Witness witness) {
        this.tables = tables;
        this.policies = policies;
        this.facts = facts;
        this.scheduled = scheduled;
        this.witness = witness;
    }

    /**
     * Makes a change.
     *
     * @param expected the version that the change was made against; of no meaning for an insertion
     * @param signoffs the roles in whose name somebody has agreed, one entry for each signoff
     * @return the row as it is now; the row as it was, after a deletion
     * @throws RefusedException when it may not be made
     */
    Row apply(Proposal proposal, int expected, Collection<String> signoffs, Stamp stamp) {
        Policy policy = policies.of(proposal.entity());
        policy.check(proposal);
        List<Protection> protections = policy.protections(proposal);
        witness.found(protections);
        requireSignoffs(protections, signoffs);
        Row result = switch (proposal.type()) {
            case INSERT -> insert(proposal, stamp);
            case UPDATE -> update(proposal, expected, stamp);
            case DELETE -> delete(proposal, expected, stamp);
        };
        facts.written(proposal);
        recordAgreement(proposal, protections);
        if (proposal.entity() == Entity.PERMISSIONS) {
            facts.forgetRights();
            if (proposal.type() == ChangeType.DELETE) {
                revokeRolesOf(proposal.requireBefore().requireText("username"), stamp);
            }
        }
        return result;
    }

    /** Remembers the releases that were agreed to: those that a change with signoffs maps to, and maps to no more. */
    private void recordAgreement(Proposal proposal, List<Protection> protections) {
        if (protections.isEmpty()) {
            return;
        }
        switch (proposal.entity()) {
            case RULES ->
                Stream.of(proposal.before(), proposal.after())
                        .filter(Objects::nonNull)
                        .forEach(this::recordMappings);
            case PINNABLE_RELEASES -> Stream.ofNullable(proposal.after()).forEach(this::recordMappings);
            case RELEASES, RELEASES_JSON, RELEASE_ASSETS ->
                recordContent(proposal.row().requireText("name"));
            case PERMISSIONS,
                    USER_ROLES,
                    PRODUCT_REQUIRED_SIGNOFFS,
                    PERMISSIONS_REQUIRED_SIGNOFFS,
                    EMERGENCY_SHUTOFFS -> {}
        }
    }

    private void recordMappings(Row row) {
        if (!facts.protections(Place.of(row)).isEmpty()) {
            Stream.of("mapping", "fallbackMapping")
                    .flatMap(column -> Stream.ofNullable(row.text(column)))
                    .forEach(release -> facts.agreed().add(Place.of(row), release));
        }
    }

    private void recordContent(String release) {
        for (Row key : List.of(Row.of("mapping", release), Row.of("fallbackMapping", release))) {
            tables.base(Entity.RULES).select(key).forEach(this::recordMappings);
        }
        tables.base(Entity.PINNABLE_RELEASES).select(Row.of("mapping", release)).forEach(this::recordMappings);
    }

    /** One who may do nothing any more can't agree to anything either. */
    private void revokeRolesOf(String username, Stamp stamp) {
        if (!facts.isKnown(username)) {
            for (Row role : tables.base(Entity.USER_ROLES).select(Row.of("username", username))) {
                apply(new Proposal(Entity.USER_ROLES, role, null, stamp.who()), role.dataVersion(), List.of(), stamp);
            }
        }
    }

    private static void requireSignoffs(List<Protection> protections, Collection<String> signoffs) {
        switch (SignoffTally.of(Protection.requirement(protections), signoffs)) {
            case SignoffTally.Satisfied() -> {}
            case SignoffTally.Missing missing ->
                throw new RefusedException(new Refusal.SignoffRequired(missing.message()));
        }
    }

    private Row insert(Proposal proposal, Stamp stamp) {
        VersionedTable table = tables.base(proposal.entity());
        Row row = proposal.requireAfter();
        Columns.checkPresence(table, row);
        Columns.checkLengths(table.rows(), row);
        Columns.checkUnique(table, null, row);
        if (!table.generatesKey() && table.find(row).isPresent()) {
            throw RefusedException.invalid(
                    proposal.entity().table() + ": " + row.only(table.key()) + " already exists");
        }
        return table.insert(row, stamp);
    }

    private Row update(Proposal proposal, int expected, Stamp stamp) {
        VersionedTable table = tables.base(proposal.entity());
        Row before = proposal.requireBefore();
        Row after = proposal.requireAfter();
        Columns.checkPresence(table, after);
        Columns.checkLengths(table.rows(), before.differences(after));
        Columns.checkUnique(table, before, after);
        Row updated = table.update(before, after, expected);
        scheduled.merge(proposal.entity(), before, before.differences(updated), stamp.millis());
        table.remember(updated, stamp);
        return updated;
    }

    /** Makes a new version of a row that stays what it is, for which nobody has to agree. */
    Row renew(Entity entity, Row row, int expected, Stamp stamp) {
        return update(new Proposal(entity, row, row, stamp.who()), expected, stamp);
    }

    private Row delete(Proposal proposal, int expected, Stamp stamp) {
        VersionedTable table = tables.base(proposal.entity());
        Row before = proposal.requireBefore();
        table.delete(before, expected, stamp);
        if (scheduled.isPending(proposal.entity(), before.only(table.key()))) {
            throw new RefusedException(new Refusal.ChangeScheduled("Cannot delete rows that have changes scheduled."));
        }
        return before;
    }
}
