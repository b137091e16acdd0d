// SPDX-License-Identifier: MPL-2.0
/** Backups of the database: full and incremental backups, point-in-time recovery, and proofs that it works. */
@NullMarked
package dev.balrog.backup;

import org.jspecify.annotations.NullMarked;
