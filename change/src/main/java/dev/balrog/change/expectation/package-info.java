// SPDX-License-Identifier: MPL-2.0
/** Stored expectations, and the guard that rejects changes that break one. */
@NullMarked
package dev.balrog.change.expectation;

import org.jspecify.annotations.NullMarked;
