// SPDX-License-Identifier: MPL-2.0
/** Rules. */
@NullMarked
package dev.balrog.client.rule;

import org.jspecify.annotations.NullMarked;
