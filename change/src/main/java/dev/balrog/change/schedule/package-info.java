// SPDX-License-Identifier: MPL-2.0
/** Scheduled changes: which of their signoffs count, and whether they can be enacted. */
@NullMarked
package dev.balrog.change.schedule;

import org.jspecify.annotations.NullMarked;
