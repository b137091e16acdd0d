// SPDX-License-Identifier: MPL-2.0
/**
 * Reachability: the releases that clients can be served, starting from rules, pins and scheduled
 * changes.
 */
@NullMarked
package dev.balrog.core.reach;

import org.jspecify.annotations.NullMarked;
