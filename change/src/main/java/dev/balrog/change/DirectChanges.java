// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;

import dev.balrog.change.expectation.ExpectationGuard;
import dev.balrog.change.policy.GovernanceQueries;
import dev.balrog.change.policy.Policies;
import dev.balrog.change.policy.Policy;
import dev.balrog.change.policy.Protection;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Mappings;
import dev.balrog.change.row.Place;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ChangeListener;
import dev.balrog.change.schedule.ScheduledChanges;
import dev.balrog.change.signoff.SignoffGate;
import dev.balrog.change.signoff.Signoffs;
import dev.balrog.change.table.AuditStamp;
import dev.balrog.change.table.Columns;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Field;

/**
 * Executes changes of current rows: authorizes them, checks signoffs, merges them into scheduled
 * changes, and writes rows and history.
 */
final class DirectChanges {
    private final Tables tables;
    private final Policies policies;
    private final GovernanceQueries queries;
    private final ScheduledChanges scheduled;
    private final Revocations revocations;
    private final ExpectationGuard guard;
    private final ChangeListener listener;
    private final SignoffGate.Outcomes outcomes;

    DirectChanges(
            Tables tables,
            Policies policies,
            GovernanceQueries queries,
            ScheduledChanges scheduled,
            Signoffs signoffs,
            ExpectationGuard guard,
            ChangeListener listener,
            SignoffGate.Outcomes outcomes) {
        this.tables = tables;
        this.policies = policies;
        this.queries = queries;
        this.scheduled = scheduled;
        this.revocations = new Revocations(tables, queries, scheduled, signoffs);
        this.guard = guard;
        this.listener = listener;
        this.outcomes = outcomes;
    }

    /**
     * Executes a change.
     *
     * @param expected the data version that the change is based on; ignored for an insertion
     * @param gate decision about its signoffs
     * @return the new row; after a deletion, the deleted row
     * @throws ChangeRejectedException if the change is not allowed
     */
    Row apply(Proposal proposal, int expected, SignoffGate gate, AuditStamp stamp) {
        Policy policy = policies.of(proposal.entity());
        policy.check(proposal);
        List<Protection> protections = policy.protections(proposal);
        listener.found(protections);
        gate.pass(proposal, policy.requiredSignoffs(proposal, protections, gate.signoffs()), outcomes);
        guard.writing(proposal);
        Row result = switch (proposal.type()) {
            case INSERT -> insert(proposal, stamp);
            case UPDATE -> update(proposal, expected, stamp);
            case DELETE -> delete(proposal, expected, stamp);
        };
        queries.written(proposal);
        guard.written(proposal, result);
        gate.written(proposal, result);
        recordAgreement(proposal, protections);
        if (proposal.entity() == Entity.PERMISSIONS) {
            queries.forgetRights();
        }
        return result;
    }

    /**
     * Records the releases that were signed off: those that a change with signoffs maps to, or
     * stops mapping to.
     */
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
                recordContent(proposal.row().require(NAME));
            case PERMISSIONS,
                    USER_ROLES,
                    PRODUCT_REQUIRED_SIGNOFFS,
                    PERMISSIONS_REQUIRED_SIGNOFFS,
                    EMERGENCY_SHUTOFFS,
                    EXPECTATIONS,
                    CHANGE_SETS,
                    CHANGE_SET_SIGNOFFS -> {}
        }
    }

    private void recordMappings(Row row) {
        if (!queries.protections(Place.of(row)).isEmpty()) {
            Mappings.of(row).forEach(release -> queries.agreed().add(Place.of(row), release));
        }
    }

    private void recordContent(String release) {
        for (Field<String> column : Mappings.COLUMNS) {
            tables.base(Entity.RULES).select(Row.of(column, release)).forEach(this::recordMappings);
        }
        tables.base(Entity.PINNABLE_RELEASES).select(Row.of(MAPPING, release)).forEach(this::recordMappings);
    }

    private Row insert(Proposal proposal, AuditStamp stamp) {
        VersionedTable table = tables.base(proposal.entity());
        Row row = proposal.requireAfter();
        Columns.checkPresence(table, row);
        Columns.checkLengths(table.rows(), row);
        Columns.checkUnique(table, null, row);
        if (!table.generatesKey() && table.find(row).isPresent()) {
            throw ChangeRejectedException.invalid(
                    proposal.entity().tableName() + ": " + row.only(table.key()) + " already exists");
        }
        return table.insert(row, stamp);
    }

    private Row update(Proposal proposal, int expected, AuditStamp stamp) {
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

    /** Writes a new version of a row without changing its values, which needs no signoffs. */
    Row renew(Entity entity, Row row, int expected, AuditStamp stamp) {
        return update(new Proposal(entity, row, row, stamp.who()), expected, stamp);
    }

    private Row delete(Proposal proposal, int expected, AuditStamp stamp) {
        VersionedTable table = tables.base(proposal.entity());
        Row before = proposal.requireBefore();
        table.delete(before, expected, stamp);
        switch (proposal.entity()) {
            // A scheduled change must not prevent the revocation.
            case PERMISSIONS -> {
                scheduled.removePending(Entity.PERMISSIONS, before, stamp);
                revocations.permissionRevoked(before.require(USERNAME), stamp);
            }
            case USER_ROLES -> {
                scheduled.removePending(Entity.USER_ROLES, before, stamp);
                revocations.roleRevoked(before.require(USERNAME), before.require(ROLE), stamp);
            }
            case RULES,
                    RELEASES,
                    RELEASES_JSON,
                    RELEASE_ASSETS,
                    PRODUCT_REQUIRED_SIGNOFFS,
                    PERMISSIONS_REQUIRED_SIGNOFFS,
                    EMERGENCY_SHUTOFFS,
                    PINNABLE_RELEASES,
                    EXPECTATIONS,
                    CHANGE_SETS,
                    CHANGE_SET_SIGNOFFS -> {
                if (scheduled.isPending(proposal.entity(), before.only(table.key()))) {
                    throw new ChangeRejectedException(
                            new ChangeRejection.ChangeScheduled("Cannot delete rows that have changes scheduled."));
                }
            }
        }
        return before;
    }
}
