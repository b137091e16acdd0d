// SPDX-License-Identifier: MPL-2.0
/** Which releases rules and pins can serve, and where; which rows refer to a release. */
@NullMarked
package dev.balrog.change.reachability;

import org.jspecify.annotations.NullMarked;
