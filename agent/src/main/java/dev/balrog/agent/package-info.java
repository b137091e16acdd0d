// SPDX-License-Identifier: MPL-2.0
/** Agent that enacts scheduled changes when they are due. */
@NullMarked
package dev.balrog.agent;

import org.jspecify.annotations.NullMarked;
