// SPDX-License-Identifier: MPL-2.0
/** {@code balrog db}: tables, migrations and grants. */
@NullMarked
package dev.balrog.cli.db;

import org.jspecify.annotations.NullMarked;
