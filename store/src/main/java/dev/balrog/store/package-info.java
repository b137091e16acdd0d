// SPDX-License-Identifier: MPL-2.0
/** Database access: storage of rules and releases, and reading, export and import of them. */
@NullMarked
package dev.balrog.store;

import org.jspecify.annotations.NullMarked;
