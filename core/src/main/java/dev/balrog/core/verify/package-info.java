// SPDX-License-Identifier: MPL-2.0
/**
 * Verification of finished responses, by other code than the code that renders them: a standard parser, the rules of
 * clients, and the allow-list of domains.
 */
@NullMarked
package dev.balrog.core.verify;

import org.jspecify.annotations.NullMarked;
