// SPDX-License-Identifier: MPL-2.0
/** Object stores of clouds. */
@NullMarked
package dev.balrog.cloud;

import org.jspecify.annotations.NullMarked;
