// SPDX-License-Identifier: MPL-2.0
/** Calls of the admin API: JSON, authentication, data versions and conflicts. */
@NullMarked
package dev.balrog.client.transport;

import org.jspecify.annotations.NullMarked;
