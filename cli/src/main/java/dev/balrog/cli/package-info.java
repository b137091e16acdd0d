// SPDX-License-Identifier: MPL-2.0
/** The {@code balrog} command: its subcommands, their options and what they print. */
@NullMarked
package dev.balrog.cli;

import org.jspecify.annotations.NullMarked;
