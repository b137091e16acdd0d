// SPDX-License-Identifier: MPL-2.0
/** Samples of traffic: what clients request and how often, without anything that identifies them. */
@NullMarked
package dev.balrog.core.traffic;

import org.jspecify.annotations.NullMarked;
