// SPDX-License-Identifier: MPL-2.0
/**
 * Change engine. All changes of served data and of permissions go through {@link
 * dev.balrog.change.ChangeEngine}; nothing else writes them.
 */
@NullMarked
package dev.balrog.change;

import org.jspecify.annotations.NullMarked;
