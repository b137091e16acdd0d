// SPDX-License-Identifier: MPL-2.0
/** Change sets: several changes that are signed and enacted as one. */
@NullMarked
package dev.balrog.client.changeset;

import org.jspecify.annotations.NullMarked;
