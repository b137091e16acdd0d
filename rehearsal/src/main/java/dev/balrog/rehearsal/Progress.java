// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

/** Is told what happens, as it happens. */
@FunctionalInterface
interface Progress {
    /** Something has been done, or begins. */
    void step(String what);
}
