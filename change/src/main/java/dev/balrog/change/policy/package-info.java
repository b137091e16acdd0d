// SPDX-License-Identifier: MPL-2.0
/**
 * Permissions, checks and required signoffs: one {@link dev.balrog.change.policy.Policy} for each kind
 * of entity.
 */
@NullMarked
package dev.balrog.change.policy;

import org.jspecify.annotations.NullMarked;
