// SPDX-License-Identifier: MPL-2.0
/** History of releases in an object store, with a transactional outbox in the database. */
@NullMarked
package dev.balrog.store.history;

import org.jspecify.annotations.NullMarked;
