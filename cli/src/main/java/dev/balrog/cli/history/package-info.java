// SPDX-License-Identifier: MPL-2.0
/** Commands on the history of releases, and the object stores that have it. */
@NullMarked
package dev.balrog.cli.history;

import org.jspecify.annotations.NullMarked;
