// SPDX-License-Identifier: MPL-2.0
/** Recorded signoffs, and the outcome digests that they are bound to. */
@NullMarked
package dev.balrog.change.signoff;

import org.jspecify.annotations.NullMarked;
