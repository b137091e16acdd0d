// SPDX-License-Identifier: MPL-2.0
/** Queries of former states of rows, and of all changes. */
@NullMarked
package dev.balrog.change.history;

import org.jspecify.annotations.NullMarked;
