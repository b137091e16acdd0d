// SPDX-License-Identifier: MPL-2.0
/** What several commands share: groups of options above all. */
@NullMarked
package dev.balrog.cli.options;

import org.jspecify.annotations.NullMarked;
