// SPDX-License-Identifier: MPL-2.0
/**
 * Update paths: the versions that clients pass on their way to the newest one. Found by asking the
 * code of the public app again with each build that it offers.
 */
@NullMarked
package dev.balrog.core.path;

import org.jspecify.annotations.NullMarked;
