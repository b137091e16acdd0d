// SPDX-License-Identifier: MPL-2.0
/** Release formats: the clients that are offered an update, and the responses. */
@NullMarked
package dev.balrog.core.release;

import org.jspecify.annotations.NullMarked;
