// SPDX-License-Identifier: MPL-2.0
/** Release formats: who is offered an update, and what the answer says. */
@NullMarked
package dev.balrog.core.release;

import org.jspecify.annotations.NullMarked;
