// SPDX-License-Identifier: MPL-2.0
/**
 * Synthetic but realistic data for the demo and the benchmarks. The same size and seed always
 * produce the same rows.
 */
@NullMarked
package dev.balrog.cli.sample;

import org.jspecify.annotations.NullMarked;
