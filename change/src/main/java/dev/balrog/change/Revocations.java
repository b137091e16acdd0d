// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.SC_ID;
import static dev.balrog.change.row.SharedColumns.USERNAME;

import dev.balrog.change.policy.GovernanceQueries;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import dev.balrog.change.schedule.ScheduledChanges;
import dev.balrog.change.signoff.Signoffs;
import dev.balrog.change.table.AuditStamp;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import java.util.List;
import java.util.Set;

/**
 * Consequences of revoking roles and permissions: revokes the open signoffs that depended on them,
 * on scheduled changes of all entities. Signoffs of completed changes stay, as a record.
 */
final class Revocations {
    private final Tables tables;
    private final GovernanceQueries queries;
    private final ScheduledChanges scheduled;
    private final Signoffs signoffs;

    Revocations(Tables tables, GovernanceQueries queries, ScheduledChanges scheduled, Signoffs signoffs) {
        this.tables = tables;
        this.queries = queries;
        this.scheduled = scheduled;
        this.signoffs = signoffs;
    }

    /** Revokes the open signoffs that a user gave as a revoked role. */
    void roleRevoked(String username, String role, AuditStamp stamp) {
        withdraw(Row.of(USERNAME, username).with(ROLE, role), stamp);
    }

    /** Revokes the roles and open signoffs of a user whose last permission was revoked. */
    void permissionRevoked(String username, AuditStamp stamp) {
        if (queries.isKnown(username)) {
            return;
        }
        VersionedTable roles = tables.base(Entity.USER_ROLES);
        for (Row role : roles.select(Row.of(USERNAME, username))) {
            roles.delete(role, role.dataVersion(), stamp);
            scheduled.removePending(Entity.USER_ROLES, role, stamp);
        }
        withdraw(Row.of(USERNAME, username), stamp);
    }

    private void withdraw(Row given, AuditStamp stamp) {
        withdrawFromSets(given, stamp);
        for (Entity entity : Entity.values()) {
            if (entity.conditions().isEmpty()) {
                continue;
            }
            List<Row> matching = tables.signoffs(entity).select(given);
            if (!matching.isEmpty()) {
                Set<Integer> open = Set.copyOf(tables.pendingIds(entity));
                matching.stream()
                        .filter(signoff -> open.contains(signoff.require(SC_ID)))
                        .forEach(signoff -> signoffs.revoke(entity, signoff, stamp));
            }
        }
    }

    private void withdrawFromSets(Row given, AuditStamp stamp) {
        VersionedTable table = tables.base(Entity.CHANGE_SET_SIGNOFFS);
        for (Row signoff : table.select(given)) {
            boolean open = tables.base(Entity.CHANGE_SETS)
                    .find(signoff)
                    .filter(set -> SetState.of(set) == SetState.OPEN)
                    .isPresent();
            if (open) {
                table.delete(signoff, signoff.dataVersion(), stamp);
            }
        }
    }
}
