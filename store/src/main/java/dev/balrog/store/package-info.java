// SPDX-License-Identifier: MPL-2.0
/** Access to the database: connections, transactions, locks, and finding out that it has changed. */
@NullMarked
package dev.balrog.store;

import org.jspecify.annotations.NullMarked;
