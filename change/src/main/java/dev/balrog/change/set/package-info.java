// SPDX-License-Identifier: MPL-2.0
/** Change sets: several changes that are proposed, signed and enacted as one. */
@NullMarked
package dev.balrog.change.set;

import org.jspecify.annotations.NullMarked;
