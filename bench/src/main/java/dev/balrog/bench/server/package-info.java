// SPDX-License-Identifier: MPL-2.0
/** Measures whole servers, started for the purpose, under load. */
@NullMarked
package dev.balrog.bench.server;

import org.jspecify.annotations.NullMarked;
