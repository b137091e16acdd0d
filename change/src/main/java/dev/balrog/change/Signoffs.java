// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who agrees to scheduled changes. */
final class Signoffs {
    private final Tables tables;
    private final Policies policies;
    private final Facts facts;
    private final Set<String> systemAccounts;

    Signoffs(Tables tables, Policies policies, Facts facts, Set<String> systemAccounts) {
        this.tables = tables;
        this.policies = policies;
        this.facts = facts;
        this.systemAccounts = systemAccounts;
    }

    /** The roles in whose names somebody has agreed, one entry for each signoff. */
    List<String> roles(Entity entity, int id) {
        return tables.signoffs(entity).select(Row.of("sc_id", id)).stream()
                .map(row -> row.requireText("role"))
                .toList();
    }

    /** Checks that somebody may agree in the name of a role. */
    void requireRole(String who, String role) {
        if (systemAccounts.contains(who)) {
            throw RefusedException.denied("System account cannot signoff");
        }
        if (!facts.roles(who).contains(role)) {
            throw RefusedException.denied(who + " cannot signoff with role '" + role + "'");
        }
    }

    /**
     * Agrees to a scheduled change; nothing is done when that has happened before.
     *
     * @param role one that {@link #requireRole} lets the user agree in
     */
    void give(Entity entity, int id, String role, Stamp stamp) {
        String who = stamp.who();
        Optional<Row> given = find(entity, id, who);
        if (given.isEmpty()) {
            tables.signoffs(entity)
                    .insert(Row.of("sc_id", id).with("username", who).with("role", role), stamp);
        } else if (!role.equals(given.get().text("role"))) {
            throw RefusedException.denied("Cannot signoff with a second role");
        }
    }

    /**
     * Agrees in the name of the one who makes a scheduled change what it is, where there is no doubt in the name of
     * which role: as in the reference, one that what shall be requires, whatever else may be required for what is.
     */
    void give(Proposal proposal, int id, Stamp stamp) {
        Set<String> required = rolesForWhatShallBe(proposal);
        List<String> fitting =
                facts.roles(stamp.who()).stream().filter(required::contains).toList();
        if (fitting.size() == 1
                && !systemAccounts.contains(stamp.who())
                && find(proposal.entity(), id, stamp.who()).isEmpty()) {
            give(proposal.entity(), id, fitting.getFirst(), stamp);
        }
    }

    private Set<String> rolesForWhatShallBe(Proposal proposal) {
        Entity entity = proposal.entity();
        // A deletion names no more than the key, and so is of concern to all whom any such row could concern.
        Row row = proposal.type() == ChangeType.DELETE
                ? proposal.requireBefore().only(entity.key())
                : proposal.requireAfter();
        // To shut updates off takes no signoffs; to remove a shutoff does.
        Proposal shall = proposal.type() == ChangeType.DELETE && entity == Entity.EMERGENCY_SHUTOFFS
                ? new Proposal(entity, row, null, proposal.who())
                : new Proposal(entity, null, row, proposal.who());
        return policies.of(entity).protections(shall).stream()
                .map(Protection::role)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Withdraws a signoff.
     *
     * @param username whose signoff
     * @return whether there was one
     */
    boolean withdraw(Entity entity, int id, String username, Stamp stamp) {
        Optional<Row> given = find(entity, id, username);
        if (given.isEmpty()) {
            return false;
        }
        if (systemAccounts.contains(stamp.who())) {
            throw RefusedException.denied("System accounts cannot revoke a signoff");
        }
        boolean sameRole = facts.roles(stamp.who()).contains(given.get().requireText("role"));
        if (!sameRole && !facts.rights(stamp.who()).isAdmin()) {
            throw RefusedException.denied("Cannot revoke a signoff made by someone in a group you do not belong to");
        }
        tables.signoffs(entity).delete(given.get(), stamp);
        return true;
    }

    /** Withdraws the signoffs of all others, since what they agreed to has changed. */
    void withdrawOthers(Entity entity, int id, Stamp stamp) {
        VersionedTable table = tables.signoffs(entity);
        for (Row given : table.select(Row.of("sc_id", id))) {
            if (!stamp.who().equals(given.text("username"))) {
                table.delete(given, stamp);
            }
        }
    }

    /**
     * Withdraws all signoffs: what is left of a scheduled change that was dropped, whose identity the database may give
     * away once more, says nothing about the new one.
     */
    void forget(Entity entity, int id, Stamp stamp) {
        VersionedTable table = tables.signoffs(entity);
        table.select(Row.of("sc_id", id)).forEach(given -> table.delete(given, stamp));
    }

    private Optional<Row> find(Entity entity, int id, String username) {
        return tables.signoffs(entity).find(Row.of("sc_id", id).with("username", username));
    }
}
