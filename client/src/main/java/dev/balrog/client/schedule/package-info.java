// SPDX-License-Identifier: MPL-2.0
/** Scheduled changes and signoffs. */
@NullMarked
package dev.balrog.client.schedule;

import org.jspecify.annotations.NullMarked;
