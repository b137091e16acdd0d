// SPDX-License-Identifier: MPL-2.0
/**
 * Simulation of changes: the responses to many requests, before and after a change, and who gets
 * something else.
 */
@NullMarked
package dev.balrog.core.simulation;

import org.jspecify.annotations.NullMarked;
