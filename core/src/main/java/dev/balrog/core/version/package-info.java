// SPDX-License-Identifier: MPL-2.0
/** Application versions in all the kinds that clients and rules have used, and how they compare. */
@NullMarked
package dev.balrog.core.version;

import org.jspecify.annotations.NullMarked;
