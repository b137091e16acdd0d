// SPDX-License-Identifier: MPL-2.0
/** Benchmarks of the evaluation of update requests, on sample data with a fixed seed. */
@NullMarked
package dev.balrog.bench;

import org.jspecify.annotations.NullMarked;
