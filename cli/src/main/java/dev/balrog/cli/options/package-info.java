// SPDX-License-Identifier: MPL-2.0
/** Groups of options that several commands share. */
@NullMarked
package dev.balrog.cli.options;

import org.jspecify.annotations.NullMarked;
