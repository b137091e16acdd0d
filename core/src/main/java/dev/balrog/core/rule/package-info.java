// SPDX-License-Identifier: MPL-2.0
/** Rules, compiled for matching, and the index that finds the one that applies. */
@NullMarked
package dev.balrog.core.rule;

import org.jspecify.annotations.NullMarked;
