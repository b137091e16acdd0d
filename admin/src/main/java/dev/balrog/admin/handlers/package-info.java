// SPDX-License-Identifier: MPL-2.0
/** Answers to the calls of the admin API: from what was sent to the change engine, and back. */
@NullMarked
package dev.balrog.admin.handlers;

import org.jspecify.annotations.NullMarked;
