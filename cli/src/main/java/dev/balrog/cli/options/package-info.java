// SPDX-License-Identifier: MPL-2.0
/** Classes that several commands share, mainly groups of options. */
@NullMarked
package dev.balrog.cli.options;

import org.jspecify.annotations.NullMarked;
