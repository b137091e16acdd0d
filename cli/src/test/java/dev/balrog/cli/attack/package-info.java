// SPDX-License-Identifier: MPL-2.0
/** Load that is meant badly, against both apps as they run in production. */
@NullMarked
package dev.balrog.cli.attack;

import org.jspecify.annotations.NullMarked;
