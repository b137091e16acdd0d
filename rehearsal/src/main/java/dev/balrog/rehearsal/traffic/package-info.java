// SPDX-License-Identifier: MPL-2.0
/** What clients are answered meanwhile, and whether that is right. */
@NullMarked
package dev.balrog.rehearsal.traffic;

import org.jspecify.annotations.NullMarked;
