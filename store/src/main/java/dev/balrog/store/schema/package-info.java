// SPDX-License-Identifier: MPL-2.0

/**
 * Schema of the database: its version, plan, upgrade and downgrade, and adoption of databases that Mozilla's Balrog
 * made.
 */
@NullMarked
package dev.balrog.store.schema;

import org.jspecify.annotations.NullMarked;
