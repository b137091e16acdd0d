// SPDX-License-Identifier: MPL-2.0
/**
 * Expectations: tests for rules. Each names requests and what must come, and is evaluated over a
 * snapshot by the code of the public app.
 */
@NullMarked
package dev.balrog.core.expectation;

import org.jspecify.annotations.NullMarked;
