// SPDX-License-Identifier: MPL-2.0
/** Comments on scheduled changes, and requests for changes, which block their enactment. */
@NullMarked
package dev.balrog.change.comment;

import org.jspecify.annotations.NullMarked;
