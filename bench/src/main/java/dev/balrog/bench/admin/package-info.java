// SPDX-License-Identifier: MPL-2.0
/** Measures the admin API: a server of its own is started for each benchmark, and what comes of the load is verified. */
@NullMarked
package dev.balrog.bench.admin;

import org.jspecify.annotations.NullMarked;
