// SPDX-License-Identifier: MPL-2.0
/**
 * Capacity model for many clients, and a simulation of a release day in virtual time that checks it.
 */
@NullMarked
package dev.balrog.bench.scale;

import org.jspecify.annotations.NullMarked;
