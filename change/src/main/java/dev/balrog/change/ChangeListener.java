// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.List;

/** Told by the engine what it comes upon while it makes changes. */
sealed interface ChangeListener permits DryRun, ChangeListener.Nobody {
    /** What protects what somebody wants to change. */
    void found(List<Protection> applying);

    /** A change was scheduled. */
    void scheduled(ScheduledChange change);

    /** Nobody wants to know. */
    record Nobody() implements ChangeListener {
        @Override
        public void found(List<Protection> applying) {}

        @Override
        public void scheduled(ScheduledChange change) {}
    }
}
