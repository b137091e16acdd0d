// SPDX-License-Identifier: MPL-2.0
/** Reads and writes tables: optimistic locking, history and audit records of each row. */
@NullMarked
package dev.balrog.change.table;

import org.jspecify.annotations.NullMarked;
