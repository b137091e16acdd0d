// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.error.ApiException;
import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.schedule.ScheduledChanges;
import dev.balrog.client.transport.ObjectKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** Scheduled changes that are enacted one by one. */
final class ObjectChanges implements ChangeSource {
    /**
     * Order of rule changes that are due together: higher priority first, deletions last, so that
     * no request matches an unintended rule in between.
     */
    private static final Comparator<ScheduledChange> RULES_FIRST_TO_LAST = Comparator.comparing(
                    (ScheduledChange change) -> Objects.requireNonNullElse(change.when(), Instant.EPOCH))
            .thenComparingLong(ObjectChanges::priority)
            .reversed();

    private final ScheduledChanges changes;
    private final ObjectKind kind;

    ObjectChanges(ScheduledChanges changes, ObjectKind kind) {
        this.changes = changes;
        this.kind = kind;
    }

    private static long priority(ScheduledChange change) {
        return change.object().path("priority").asLong(0);
    }

    @Override
    public String kind() {
        return kind.path();
    }

    @Override
    public List<PendingChange> pending() {
        List<ScheduledChange> open = open();
        if (kind == ObjectKind.RULE) {
            open = open.stream().sorted(RULES_FIRST_TO_LAST).toList();
        }
        return open.stream()
                .filter(change -> !change.complete())
                .map(change -> new PendingChange(
                        kind(),
                        Long.toString(change.id()),
                        List.of(change),
                        change.when(),
                        change.uptake(),
                        change.isSignedFor(change.requiredSignoffs())))
                .toList();
    }

    /**
     * Returns the open changes. Mozilla's Balrog, and an admin app that is not upgraded yet, have
     * no scheduled changes of roles.
     */
    private List<ScheduledChange> open() {
        try {
            return changes.open(kind);
        } catch (ApiException e) {
            if (kind == ObjectKind.USER_ROLE && e.isNotFound()) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public void enact(PendingChange change, OptionalDouble uptake) {
        ScheduledChange read = change.parts().getFirst();
        if (uptake.isPresent()) {
            // Conditions are 32-bit integers, so that rounding down and clamping don't change the
            // comparison.
            long rounded = (long) Math.min(Math.floor(uptake.getAsDouble()), Integer.MAX_VALUE);
            changes.enact(kind, read.id(), read.version(), rounded);
        } else {
            changes.enact(kind, read.id(), read.version());
        }
    }

    @Override
    public boolean isPending(PendingChange change) {
        return changes.findOpen(kind, Long.parseLong(change.id())).isPresent();
    }
}
