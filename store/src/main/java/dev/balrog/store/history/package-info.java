// SPDX-License-Identifier: MPL-2.0
/** The history of releases: kept in an object store, and queued in the database until it is there. */
@NullMarked
package dev.balrog.store.history;

import org.jspecify.annotations.NullMarked;
