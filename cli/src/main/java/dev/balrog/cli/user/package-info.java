// SPDX-License-Identifier: MPL-2.0
/** {@code balrog user}: grants permissions in the database. */
@NullMarked
package dev.balrog.cli.user;

import org.jspecify.annotations.NullMarked;
