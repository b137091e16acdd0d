// SPDX-License-Identifier: MPL-2.0
/** Emergency shutoffs. */
@NullMarked
package dev.balrog.client.shutoff;

import org.jspecify.annotations.NullMarked;
