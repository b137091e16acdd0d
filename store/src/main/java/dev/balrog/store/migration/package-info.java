// SPDX-License-Identifier: MPL-2.0
/** What migrations do to the tables, and to those who work with them meanwhile. */
@NullMarked
package dev.balrog.store.migration;

import org.jspecify.annotations.NullMarked;
