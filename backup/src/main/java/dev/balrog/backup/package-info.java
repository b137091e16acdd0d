// SPDX-License-Identifier: MPL-2.0
/** Backups of the database: snapshots, what changed since, and restoring what was there at a chosen second. */
@NullMarked
package dev.balrog.backup;

import org.jspecify.annotations.NullMarked;
