// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What changes come to that are tried and undone ({@link ChangeEngine#dryRun}), as far as they got. For one thread.
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

    /** What protects the things that were to be changed. */
    public List<Protection> protections() {
        return List.copyOf(protections);
    }

    /** What would be scheduled. */
    public List<ScheduledChange> scheduled() {
        return List.copyOf(scheduled);
    }
}
