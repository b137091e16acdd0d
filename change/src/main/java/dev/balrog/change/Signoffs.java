// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.HashSet;
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

    /** Agrees to a scheduled change; nothing is done when that has happened before. */
    void give(Entity entity, int id, String role, Stamp stamp) {
        String who = stamp.who();
        if (systemAccounts.contains(who)) {
            throw RefusedException.denied("System account cannot signoff");
        }
        if (!facts.roles(who).contains(role)) {
            throw RefusedException.denied(who + " cannot signoff with role '" + role + "'");
        }
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
     * which role.
     *
     * @param protections what protects the change
     */
    void give(Proposal proposal, List<Protection> protections, int id, Stamp stamp) {
        Set<String> required = fitting(proposal, protections);
        List<String> fitting =
                facts.roles(stamp.who()).stream().filter(required::contains).toList();
        if (fitting.size() == 1
                && !systemAccounts.contains(stamp.who())
                && find(proposal.entity(), id, stamp.who()).isEmpty()) {
            give(proposal.entity(), id, fitting.getFirst(), stamp);
        }
    }

    private Set<String> fitting(Proposal proposal, List<Protection> protections) {
        Set<String> roles = protections.stream().map(Protection::role).collect(Collectors.toCollection(HashSet::new));
        if (proposal.type() == ChangeType.DELETE) {
            // It names no more than the key, and so is of concern to all whom any such row could concern.
            Row key = proposal.requireBefore().only(proposal.entity().key());
            policies.of(proposal.entity())
                    .protections(new Proposal(proposal.entity(), null, key, proposal.who()))
                    .forEach(protection -> roles.add(protection.role()));
        }
        return roles;
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
