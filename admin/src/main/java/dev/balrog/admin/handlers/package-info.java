// SPDX-License-Identifier: MPL-2.0
/** Handlers of the admin API, which translate between requests and the change engine. */
@NullMarked
package dev.balrog.admin.handlers;

import org.jspecify.annotations.NullMarked;
