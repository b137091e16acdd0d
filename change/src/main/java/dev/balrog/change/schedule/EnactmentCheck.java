// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.schedule;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;

import dev.balrog.change.policy.Policies;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Conditions;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.change.table.Columns;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import dev.balrog.core.BadDataException;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.change.SignoffTally;
import dev.balrog.store.InvalidValueException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Predicts rejected enactments, without writing anything: finds why a scheduled change that is due
 * and signed off can't be enacted. Mozilla's agent ends its round at the first rejected enactment,
 * so such a change must not be reported as ready.
 */
public final class EnactmentCheck {
    /**
     * Tolerance for the clock skew of agents: changes that become due within this time count as
     * due.
     */
    private static final long CLOCK_SKEW_MILLIS = 60_000;

    private final Tables tables;
    private final Policies policies;
    private final ScheduledChanges scheduled;
    private final Function<ScheduledChange, Optional<String>> guard;
    private final long now;

    /**
     * Creates a check.
     *
     * @param guard finds a further reason against a change that could be written
     * @param now current time, in milliseconds since 1970
     */
    public EnactmentCheck(
            Tables tables,
            Policies policies,
            ScheduledChanges scheduled,
            Function<ScheduledChange, Optional<String>> guard,
            long now) {
        this.tables = tables;
        this.policies = policies;
        this.scheduled = scheduled;
        this.guard = guard;
        this.now = now;
    }

    /**
     * Returns the reason why a scheduled change can't be enacted; empty if it can be, or if it is
     * complete, not due, has an uptake condition, or lacks signoffs.
     *
     * @param required the signoffs that it needs
     */
    public Optional<String> obstacle(
            ScheduledChange change, SignoffEvaluation evaluation, SignoffRequirement required) {
        if (change.complete() || !Conditions.isDue(change.conditions(), now + CLOCK_SKEW_MILLIS)) {
            return Optional.empty();
        }
        if (SignoffTally.of(required, evaluation.counted()) instanceof SignoffTally.Missing missing) {
            // A required signoff with count 0 still needs one signoff, which the counts do not
            // show.
            return missing.missingByRole().isEmpty() ? Optional.of(missing.message()) : Optional.empty();
        }
        try {
            Proposal proposal = scheduled
                    .proposal(change)
                    .orElseThrow(
                            () -> ChangeRejectedException.invalid("The row of the scheduled change no longer exists"));
            policies.of(change.entity()).check(proposal);
            requireWritable(change, proposal);
        } catch (ChangeRejectedException e) {
            return Optional.of(e.rejection().reason());
        } catch (InvalidValueException e) {
            return Optional.of(e.reason());
        } catch (BadDataException e) {
            return Optional.of(Objects.requireNonNullElse(e.getMessage(), "Unknown error"));
        }
        return guard.apply(change);
    }

    private void requireWritable(ScheduledChange change, Proposal proposal) {
        VersionedTable table = tables.base(change.entity());
        Row before = proposal.before();
        Row after = proposal.after();
        if (before == null) {
            Row inserted = proposal.requireAfter();
            if (!table.generatesKey() && table.find(inserted).isPresent()) {
                throw ChangeRejectedException.invalid(
                        change.entity().tableName() + ": " + inserted.only(table.key()) + " already exists");
            }
        } else if (!Objects.equals(change.base().get(DATA_VERSION), before.dataVersion())) {
            throw ChangeRejectedException.invalid("The row was changed after the change was scheduled");
        }
        if (after != null) {
            Columns.checkPresence(table, after);
            Columns.checkLengths(table.rows(), after);
            Columns.checkUnique(table, before, after);
        }
    }
}
