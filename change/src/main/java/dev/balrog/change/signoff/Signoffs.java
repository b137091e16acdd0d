// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.signoff;

import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.SC_ID;
import static dev.balrog.change.row.SharedColumns.USERNAME;

import dev.balrog.change.policy.GovernanceQueries;
import dev.balrog.change.policy.Policies;
import dev.balrog.change.policy.Protection;
import dev.balrog.change.policy.SigningRights;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.signoff.SignoffDigests.OpenSignoff;
import dev.balrog.change.table.AuditStamp;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Recorded signoffs of scheduled changes. {@link dev.balrog.change.schedule.SignoffEvaluator} decides which of them count. */
public final class Signoffs {
    private final Tables tables;
    private final Policies policies;
    private final SigningRights rights;
    private final SignoffDigests digests;
    private final Set<OpenSignoff> given = new LinkedHashSet<>();

    public Signoffs(Tables tables, Policies policies, GovernanceQueries queries, SignoffDigests digests) {
        this.tables = tables;
        this.policies = policies;
        this.rights = new SigningRights(queries);
        this.digests = digests;
    }

    /** Returns the rights to sign off and to revoke signoffs. */
    public SigningRights rights() {
        return rights;
    }

    /** Returns the signoffs given in this transaction, which are not bound to a digest yet. */
    public List<OpenSignoff> given() {
        return List.copyOf(given);
    }

    /**
     * Signs off the current state of a scheduled change. If the user has signed off a former state,
     * the history records a new signoff.
     *
     * @param role a role that {@link SigningRights#requireRole} has accepted for the user
     * @param digest digest of the current outcome
     */
    public void give(Entity entity, int id, String role, Optional<String> digest, AuditStamp stamp) {
        String who = stamp.who();
        Row signoff = Row.of(SC_ID, id).with(USERNAME, who).with(ROLE, role);
        Optional<Row> present = find(entity, id, who);
        if (present.isEmpty()) {
            tables.signoffs(entity).insert(signoff, stamp);
        } else {
            String presentRole = present.get().require(ROLE);
            rights.requireSingleRole(who, presentRole, role);
            boolean current = digests.find(entity, id, who)
                    .filter(binding -> Optional.of(binding.digest()).equals(digest))
                    .isPresent();
            if (!current || !role.equals(presentRole)) {
                tables.signoffs(entity).delete(present.get(), stamp);
                tables.signoffs(entity).insert(signoff, stamp);
            }
        }
        given.add(new OpenSignoff(entity, id, who));
    }

    /**
     * Signs off a scheduled change for its author, if exactly one role of the author is among those
     * that the new state requires. As in Mozilla's Balrog, requirements of the old state are
     * ignored.
     */
    public void give(Proposal proposal, int id, AuditStamp stamp) {
        rights.roleOfAuthor(stamp.who(), rolesRequiredForNewState(proposal)).ifPresent(role -> {
            tables.signoffs(proposal.entity())
                    .insert(Row.of(SC_ID, id).with(USERNAME, stamp.who()).with(ROLE, role), stamp);
            given.add(new OpenSignoff(proposal.entity(), id, stamp.who()));
        });
    }

    /**
     * Signs off an edited scheduled change for its editor: renews an existing signoff for the new
     * state, or else gives one.
     */
    public void giveAgain(Proposal proposal, int id, AuditStamp stamp) {
        if (find(proposal.entity(), id, stamp.who()).isPresent()) {
            given.add(new OpenSignoff(proposal.entity(), id, stamp.who()));
        } else {
            give(proposal, id, stamp);
        }
    }

    private Set<String> rolesRequiredForNewState(Proposal proposal) {
        Entity entity = proposal.entity();
        // A deletion has only the key, so all roles that any row with this key could require apply.
        Row row = proposal.type() == ChangeType.DELETE
                ? proposal.requireBefore().only(entity.key())
                : proposal.requireAfter();
        // Shutting off updates needs no signoffs; removing a shutoff does.
        Proposal shall = proposal.type() == ChangeType.DELETE && entity == Entity.EMERGENCY_SHUTOFFS
                ? new Proposal(entity, row, null, proposal.who())
                : new Proposal(entity, null, row, proposal.who());
        return policies.of(entity).protections(shall).stream()
                .map(Protection::role)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Revokes a signoff. Other users than the signer need the same role, or the admin permission
     * for the products.
     *
     * @param username name of the signer
     * @param products the products of the scheduled change; a null element stands for all products
     * @return whether there was a signoff
     */
    public boolean withdraw(
            Entity entity, int id, String username, Collection<@Nullable String> products, AuditStamp stamp) {
        Optional<Row> present = find(entity, id, username);
        if (present.isEmpty()) {
            return false;
        }
        rights.requireRevocation(stamp.who(), username, present.get().require(ROLE), products);
        revoke(entity, present.get(), stamp);
        return true;
    }

    /** Deletes a signoff and its binding. */
    public void revoke(Entity entity, Row signoff, AuditStamp stamp) {
        tables.signoffs(entity).delete(signoff, stamp);
        unbind(entity, signoff.require(SC_ID), signoff.require(USERNAME));
    }

    /** Revokes the signoffs of all other users, because the outcome has changed. */
    public void withdrawOthers(Entity entity, int id, AuditStamp stamp) {
        VersionedTable table = tables.signoffs(entity);
        for (Row signoff : table.select(Row.of(SC_ID, id))) {
            if (!stamp.who().equals(signoff.get(USERNAME))) {
                revoke(entity, signoff, stamp);
            }
        }
    }

    /**
     * Revokes all signoffs: those of a scheduled change that a merge has changed, or leftovers of a
     * dropped one, whose id the database may reuse.
     */
    public void forget(Entity entity, int id, AuditStamp stamp) {
        VersionedTable table = tables.signoffs(entity);
        table.select(Row.of(SC_ID, id)).forEach(signoff -> table.delete(signoff, stamp));
        unbind(entity, id);
    }

    /** Deletes the bindings of all signoffs of a scheduled change. */
    public void unbind(Entity entity, int id) {
        digests.unbindAll(entity, id);
        given.removeIf(signoff -> signoff.entity() == entity && signoff.id() == id);
    }

    private void unbind(Entity entity, int id, String username) {
        digests.unbind(entity, id, username);
        given.remove(new OpenSignoff(entity, id, username));
    }

    private Optional<Row> find(Entity entity, int id, String username) {
        return tables.signoffs(entity).find(Row.of(SC_ID, id).with(USERNAME, username));
    }
}
