// SPDX-License-Identifier: MPL-2.0

/**
 * Hash-chained audit log: writing and verifying it, and detecting rows that it does not explain.
 */
@NullMarked
package dev.balrog.store.audit;

import org.jspecify.annotations.NullMarked;
