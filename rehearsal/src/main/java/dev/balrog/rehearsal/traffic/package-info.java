// SPDX-License-Identifier: MPL-2.0
/** Simulated client traffic, with checks of all responses. */
@NullMarked
package dev.balrog.rehearsal.traffic;

import org.jspecify.annotations.NullMarked;
