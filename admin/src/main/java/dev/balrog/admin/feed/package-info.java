// SPDX-License-Identifier: MPL-2.0

/** Feed of committed changes to clients, as server-sent events. */
@NullMarked
package dev.balrog.admin.feed;

import org.jspecify.annotations.NullMarked;
