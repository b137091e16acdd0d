// SPDX-License-Identifier: MPL-2.0
/** Admin app: the server of the admin API. */
@NullMarked
package dev.balrog.admin;

import org.jspecify.annotations.NullMarked;
