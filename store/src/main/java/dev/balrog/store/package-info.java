// SPDX-License-Identifier: MPL-2.0
/** The database: where rules and releases are kept, and how they are read, exported and imported. */
@NullMarked
package dev.balrog.store;

import org.jspecify.annotations.NullMarked;
