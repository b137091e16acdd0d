// SPDX-License-Identifier: MPL-2.0
/** All that answers depend on, as one immutable value. */
@NullMarked
package dev.balrog.core.snapshot;

import org.jspecify.annotations.NullMarked;
