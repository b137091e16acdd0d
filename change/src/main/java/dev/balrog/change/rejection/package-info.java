// SPDX-License-Identifier: MPL-2.0
/** Reasons for which a change is not executed. */
@NullMarked
package dev.balrog.change.rejection;

import org.jspecify.annotations.NullMarked;
