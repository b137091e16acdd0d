// SPDX-License-Identifier: MPL-2.0
/** Expectations in the database. */
@NullMarked
package dev.balrog.client.expectation;

import org.jspecify.annotations.NullMarked;
