// SPDX-License-Identifier: MPL-2.0
/** Immutable state from which requests are answered. */
@NullMarked
package dev.balrog.core.snapshot;

import org.jspecify.annotations.NullMarked;
