// SPDX-License-Identifier: MPL-2.0
/** A client of the admin API, for automation. Calls block, and are safe from any thread. */
@NullMarked
package dev.balrog.client;

import org.jspecify.annotations.NullMarked;
