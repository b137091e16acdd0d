// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.schedule;

import dev.balrog.change.policy.Protection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Results of a dry run ({@link dev.balrog.change.ChangeEngine#dryRun}), up to the first rejection. Not thread-safe.
 */
public final class DryRun implements ChangeListener {
    private final Set<Protection> protections = new LinkedHashSet<>();
    private final List<ScheduledChange> scheduled = new ArrayList<>();

    @Override
    public void found(List<Protection> applying) {
        protections.addAll(applying);
    }

    @Override
    public void scheduled(ScheduledChange change) {
        scheduled.add(change);
    }

    /** Returns the protections of the proposed changes. */
    public List<Protection> protections() {
        return List.copyOf(protections);
    }

    /** Returns the changes that would be scheduled. */
    public List<ScheduledChange> scheduled() {
        return List.copyOf(scheduled);
    }
}
