// SPDX-License-Identifier: MPL-2.0

/** Rows of tables as typed values and as JSON. */
@NullMarked
package dev.balrog.store.rows;

import org.jspecify.annotations.NullMarked;
