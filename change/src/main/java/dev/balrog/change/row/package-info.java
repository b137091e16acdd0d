// SPDX-License-Identifier: MPL-2.0
/** Entities, their rows, and proposed changes of rows. */
@NullMarked
package dev.balrog.change.row;

import org.jspecify.annotations.NullMarked;
