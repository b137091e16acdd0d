// SPDX-License-Identifier: MPL-2.0
/** Simulations. */
@NullMarked
package dev.balrog.client.simulation;

import org.jspecify.annotations.NullMarked;
