// SPDX-License-Identifier: MPL-2.0
/** The {@code balrog} command: its subcommands, their options and their output. */
@NullMarked
package dev.balrog.cli;

import org.jspecify.annotations.NullMarked;
