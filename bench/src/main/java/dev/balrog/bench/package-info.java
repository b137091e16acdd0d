// SPDX-License-Identifier: MPL-2.0
/** Benchmarks of the parts of an answer, on sample data of a fixed seed. */
@NullMarked
package dev.balrog.bench;

import org.jspecify.annotations.NullMarked;
