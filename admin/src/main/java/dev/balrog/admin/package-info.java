// SPDX-License-Identifier: MPL-2.0
/** The admin app: the server that answers the admin API. */
@NullMarked
package dev.balrog.admin;

import org.jspecify.annotations.NullMarked;
