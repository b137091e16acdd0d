// SPDX-License-Identifier: MPL-2.0

/** Format of data set files: compressed lines of rows, which exports and the snapshot spool share. */
@NullMarked
package dev.balrog.store.dataset;

import org.jspecify.annotations.NullMarked;
