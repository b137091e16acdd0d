// SPDX-License-Identifier: MPL-2.0
/**
 * The change engine: every change of what is served, and of who may change it, passes through here. There is no second
 * way to write.
 */
@NullMarked
package dev.balrog.change;

import org.jspecify.annotations.NullMarked;
