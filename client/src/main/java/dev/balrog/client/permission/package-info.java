// SPDX-License-Identifier: MPL-2.0
/** Users and required signoffs. */
@NullMarked
package dev.balrog.client.permission;

import org.jspecify.annotations.NullMarked;
