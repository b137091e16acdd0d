// SPDX-License-Identifier: MPL-2.0
/** Files of expectations, and the data that they are evaluated over. */
@NullMarked
package dev.balrog.cli.expectation;

import org.jspecify.annotations.NullMarked;
