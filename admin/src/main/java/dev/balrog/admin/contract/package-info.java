// SPDX-License-Identifier: MPL-2.0
/** What the admin API is: its operations, what they accept, and how they are answered. */
@NullMarked
package dev.balrog.admin.contract;

import org.jspecify.annotations.NullMarked;
