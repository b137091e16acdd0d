// SPDX-License-Identifier: MPL-2.0
/** Deletion of old nightly releases. */
@NullMarked
package dev.balrog.change.retention;

import org.jspecify.annotations.NullMarked;
