// SPDX-License-Identifier: MPL-2.0
/** Pins. */
@NullMarked
package dev.balrog.client.pin;

import org.jspecify.annotations.NullMarked;
