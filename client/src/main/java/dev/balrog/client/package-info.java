// SPDX-License-Identifier: MPL-2.0
/** Client of the admin API, for automation. Calls block and are thread-safe. */
@NullMarked
package dev.balrog.client;

import org.jspecify.annotations.NullMarked;
