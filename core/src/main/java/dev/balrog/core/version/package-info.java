// SPDX-License-Identifier: MPL-2.0
/** Versions of applications in all forms that clients and rules have used, and their order. */
@NullMarked
package dev.balrog.core.version;

import org.jspecify.annotations.NullMarked;
