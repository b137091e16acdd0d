// SPDX-License-Identifier: MPL-2.0
/**
 * Verification of rendered responses, independent of the code that renders them: a standard parser,
 * the requirements of clients, and the domain allow-list.
 */
@NullMarked
package dev.balrog.core.verify;

import org.jspecify.annotations.NullMarked;
