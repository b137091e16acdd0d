// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;

/**
 * Changes that one user makes together: all of them are made, or none. Every method throws a {@link RefusedException}
 * when what it is asked for is not allowed, or not right.
 */
public final class Transaction extends Reading {
    private static final List<String> NO_SIGNOFFS = List.of();

    private final Stamp stamp;
    private final DirectChanges direct;
    private final ScheduledChanges scheduled;
    private final Signoffs signoffs;
    private final Witness witness;
    private final ReleaseCheck releaseCheck;

    Transaction(
            Stamp stamp,
            Facts facts,
            Tables tables,
            Policies policies,
            ScheduledChanges scheduled,
            Signoffs signoffs,
            Witness witness) {
        super(facts, tables, scheduled);
        this.stamp = stamp;
        this.scheduled = scheduled;
        this.signoffs = signoffs;
        this.witness = witness;
        this.releaseCheck = policies.releaseCheck();
        this.direct = new DirectChanges(tables, policies, facts, scheduled, witness);
    }

    /** Returns the check of the content of releases. */
    ReleaseCheck releaseCheck() {
        return releaseCheck;
    }

    /** Name of the user who makes the changes. */
    public String who() {
        return stamp.who();
    }

    /** When the changes are made, in milliseconds since 1970. */
    public long now() {
        return stamp.millis();
    }

    /**
     * Inserts a row.
     *
     * @return the row as it is now, with its key and version
     */
    public Row insert(Entity entity, Row row) {
        return direct.apply(new Proposal(entity, null, row, who()), 0, NO_SIGNOFFS, stamp);
    }

    /**
     * Gives a row other values.
     *
     * @param what the values; what is not named stays
     * @param expected the version that the change was made against
     * @return the row as it is now
     */
    public Row update(Entity entity, Row key, Row what, int expected) {
        return updateFrom(entity, require(entity, key), what, expected);
    }

    /** The same, where the row as it is has been read before: large ones are slow to read. */
    Row updateFrom(Entity entity, Row before, Row what, int expected) {
        Row after = before.with(what.without(List.of("data_version")));
        return direct.apply(new Proposal(entity, before, after, who()), expected, NO_SIGNOFFS, stamp);
    }

    /** Makes a new version of a row that stays what it is. */
    Row renew(Entity entity, Row row, int expected) {
        return direct.renew(entity, row, expected, stamp);
    }

    /**
     * Deletes a row.
     *
     * @param expected the version that is to be deleted
     */
    public void delete(Entity entity, Row key, int expected) {
        Row before = require(entity, key);
        direct.apply(new Proposal(entity, before, null, who()), expected, NO_SIGNOFFS, stamp);
    }

    /** The row of this key, which has to be there. */
    Row require(Entity entity, Row key) {
        return find(entity, key)
                .orElseThrow(() -> new RefusedException(
                        new Refusal.Missing(entity.table() + ": there is no " + key.only(entity.key()))));
    }

    /**
     * Schedules a change. The user agrees to it at once where there is no doubt in the name of which role.
     *
     * @param what key and values of the row as it shall be (those that are not named will be null), the version that it
     *     was made against as {@code data_version}, and what to wait for
     */
    public ScheduledChange schedule(Entity entity, ChangeType type, Row what) {
        int id = scheduled.schedule(entity, type, what, stamp);
        ScheduledChange change = scheduled.require(entity, id, "read");
        witness.scheduled(change);
        return change;
    }

    /**
     * Changes a scheduled change. The signoffs of others are withdrawn.
     *
     * @param what values, and what to wait for; what is not named stays
     * @param expected the version of the scheduled change that this was made against
     */
    public ScheduledChange edit(Entity entity, int id, Row what, int expected) {
        scheduled.edit(entity, id, what, expected, stamp);
        return scheduled.require(entity, id, "read");
    }

    /** Whether a change of the release needs signoffs, because of the rules that lead to it. */
    boolean isProtected(String release) {
        List<Protection> protections = facts().protections(facts().rulesLeadingTo(release));
        witness.found(protections);
        return !protections.isEmpty();
    }

    /** Drops a scheduled change. */
    public void drop(Entity entity, int id, int expected) {
        scheduled.drop(entity, id, expected, stamp);
    }

    /** Drops a scheduled change of something that the user makes go as well, which is all that they have to be allowed. */
    void dropAlong(ScheduledChange change) {
        scheduled.remove(change.entity(), change.id(), change.dataVersion(), stamp);
    }

    /** Makes a scheduled change, in the name of the one who scheduled it, if enough people have agreed. */
    public void enact(Entity entity, int id) {
        facts().require(who(), Permission.SCHEDULED_CHANGE, Action.ENACT, "enact scheduled changes");
        ScheduledChange change = scheduled.require(entity, id, "enact");
        Proposal proposal = scheduled.complete(change, now());
        Long expected = change.base().number("data_version");
        direct.apply(
                proposal,
                expected == null ? 0 : Math.toIntExact(expected),
                signoffs.roles(entity, id),
                new Stamp(change.scheduledBy(), now()));
    }

    /** Agrees to a scheduled change. */
    public void signOff(Entity entity, int id, String role) {
        signoffs.requireRole(who(), role);
        scheduled.require(entity, id, "sign off");
        signoffs.give(entity, id, role, stamp);
    }

    /**
     * Withdraws a signoff.
     *
     * @param username whose signoff
     * @return whether there was one
     */
    public boolean withdraw(Entity entity, int id, String username) {
        return signoffs.withdraw(entity, id, username, stamp);
    }
}
