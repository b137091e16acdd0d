// SPDX-License-Identifier: MPL-2.0
/** Access tokens. */
@NullMarked
package dev.balrog.client.auth;

import org.jspecify.annotations.NullMarked;
