// SPDX-License-Identifier: MPL-2.0
/** What decides about changes: who may make them, whose signoff they need, and how changes are put together. */
@NullMarked
package dev.balrog.core.change;

import org.jspecify.annotations.NullMarked;
