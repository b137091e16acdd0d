// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

/** Listener for the progress of a rehearsal. */
@FunctionalInterface
interface Progress {
    /** Reports a step that begins or is done. */
    void step(String what);
}
