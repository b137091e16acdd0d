// SPDX-License-Identifier: MPL-2.0
/**
 * Outcome digests: one value that identifies everything a proposed change would let clients reach.
 */
@NullMarked
package dev.balrog.core.outcome;

import org.jspecify.annotations.NullMarked;
