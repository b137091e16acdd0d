// SPDX-License-Identifier: MPL-2.0

/** Which changes the public apps serve. */
@NullMarked
package dev.balrog.admin.serving;

import org.jspecify.annotations.NullMarked;
