// SPDX-License-Identifier: MPL-2.0
/** Failures of calls. */
@NullMarked
package dev.balrog.client.error;

import org.jspecify.annotations.NullMarked;
