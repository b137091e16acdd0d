// SPDX-License-Identifier: MPL-2.0
/** {@code balrog backup} and {@code balrog restore}. */
@NullMarked
package dev.balrog.cli.backup;

import org.jspecify.annotations.NullMarked;
