// SPDX-License-Identifier: MPL-2.0
/** Proposed changes that are applied to rows without being stored. */
@NullMarked
package dev.balrog.change.simulation;

import org.jspecify.annotations.NullMarked;
