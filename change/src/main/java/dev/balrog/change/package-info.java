// SPDX-License-Identifier: MPL-2.0
/**
 * Change engine. All changes of served data and of permissions go through this package; nothing
 * else writes them.
 */
@NullMarked
package dev.balrog.change;

import org.jspecify.annotations.NullMarked;
