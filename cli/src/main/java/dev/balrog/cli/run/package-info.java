// SPDX-License-Identifier: MPL-2.0
/** Process of a command: its environment variables, failure and end. */
@NullMarked
package dev.balrog.cli.run;

import org.jspecify.annotations.NullMarked;
