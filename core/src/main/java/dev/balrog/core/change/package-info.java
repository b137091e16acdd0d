// SPDX-License-Identifier: MPL-2.0
/** Decisions about changes: permissions, required signoffs, and merging. */
@NullMarked
package dev.balrog.core.change;

import org.jspecify.annotations.NullMarked;
