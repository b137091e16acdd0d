// SPDX-License-Identifier: MPL-2.0
/** Commands that use the admin API of a server. */
@NullMarked
package dev.balrog.cli.remote;

import org.jspecify.annotations.NullMarked;
