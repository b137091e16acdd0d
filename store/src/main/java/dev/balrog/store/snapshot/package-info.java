// SPDX-License-Identifier: MPL-2.0

/**
 * Loading snapshots: from the database, verified against the audit log, and from the spool that lets the public app
 * start without it.
 */
@NullMarked
package dev.balrog.store.snapshot;

import org.jspecify.annotations.NullMarked;
