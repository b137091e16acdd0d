// SPDX-License-Identifier: MPL-2.0
/** Contract of the admin API: its operations, their parameters, and their responses. */
@NullMarked
package dev.balrog.admin.contract;

import org.jspecify.annotations.NullMarked;
