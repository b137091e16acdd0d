// SPDX-License-Identifier: MPL-2.0
/**
 * Domain model of the update server: pure functions over immutable values, no I/O and no framework.
 */
@NullMarked
package dev.balrog.core;

import org.jspecify.annotations.NullMarked;
