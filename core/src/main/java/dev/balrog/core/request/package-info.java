// SPDX-License-Identifier: MPL-2.0
/** The update request as a value: what a client told us about itself. */
@NullMarked
package dev.balrog.core.request;

import org.jspecify.annotations.NullMarked;
