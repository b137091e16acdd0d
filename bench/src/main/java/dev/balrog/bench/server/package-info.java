// SPDX-License-Identifier: MPL-2.0
/** Load tests of complete server processes. */
@NullMarked
package dev.balrog.bench.server;

import org.jspecify.annotations.NullMarked;
