// SPDX-License-Identifier: MPL-2.0
/** Operations on whole and split releases, and on pins. */
@NullMarked
package dev.balrog.change.release;

import org.jspecify.annotations.NullMarked;
