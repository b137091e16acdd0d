// SPDX-License-Identifier: MPL-2.0

/** Queries of the read-only API: rules and releases, listed and looked up. */
@NullMarked
package dev.balrog.store.query;

import org.jspecify.annotations.NullMarked;
