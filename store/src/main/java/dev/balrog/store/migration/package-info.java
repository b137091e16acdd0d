// SPDX-License-Identifier: MPL-2.0
/** Analysis of migrations: their effects on tables and on concurrent clients. */
@NullMarked
package dev.balrog.store.migration;

import org.jspecify.annotations.NullMarked;
