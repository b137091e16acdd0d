// SPDX-License-Identifier: MPL-2.0
/** Benchmarks of the admin API. Each starts its own server and verifies the result of the load. */
@NullMarked
package dev.balrog.bench.admin;

import org.jspecify.annotations.NullMarked;
