// SPDX-License-Identifier: MPL-2.0

/** Export of a database to a data set, and import of it into another one. */
@NullMarked
package dev.balrog.store.transfer;

import org.jspecify.annotations.NullMarked;
