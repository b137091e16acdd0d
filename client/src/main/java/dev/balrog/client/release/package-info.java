// SPDX-License-Identifier: MPL-2.0
/** Releases, whole and split. */
@NullMarked
package dev.balrog.client.release;

import org.jspecify.annotations.NullMarked;
