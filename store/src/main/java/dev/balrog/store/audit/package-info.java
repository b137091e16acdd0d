// SPDX-License-Identifier: MPL-2.0

/** The hash-chained audit log: writing it, verifying it, and finding rows that it does not explain. */
@NullMarked
package dev.balrog.store.audit;

import org.jspecify.annotations.NullMarked;
