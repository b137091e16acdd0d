// SPDX-License-Identifier: MPL-2.0
/**
 * Invented but realistic data: what the demo shows and what the benchmarks measure. The same size and seed always give
 * the same rows.
 */
@NullMarked
package dev.balrog.cli.sample;

import org.jspecify.annotations.NullMarked;
