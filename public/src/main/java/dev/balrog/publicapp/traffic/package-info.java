// SPDX-License-Identifier: MPL-2.0
/** Counts of the requests of clients, in bounded memory. */
@NullMarked
package dev.balrog.publicapp.traffic;

import org.jspecify.annotations.NullMarked;
