// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.schedule;

import dev.balrog.change.policy.Protection;
import java.util.List;

/** Listener for what the engine finds and schedules while it executes changes. */
public sealed interface ChangeListener permits DryRun, ChangeListener.None {
    /** Reports the protections of a proposed change. */
    void found(List<Protection> applying);

    /** Reports that a change was scheduled. */
    void scheduled(ScheduledChange change);

    /** Listener that ignores everything. */
    record None() implements ChangeListener {
        @Override
        public void found(List<Protection> applying) {}

        @Override
        public void scheduled(ScheduledChange change) {}
    }
}
