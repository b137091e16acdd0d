// SPDX-License-Identifier: MPL-2.0
/** Public app: answers update requests from a snapshot, and serves the read-only API. */
@NullMarked
package dev.balrog.publicapp;

import org.jspecify.annotations.NullMarked;
